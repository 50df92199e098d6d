package dev.loraport.testkit.internal.fireworks.job;

import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.fireworks.world.Bodies;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The documented fields of a request for a job. */
final class JobSchema {
  private static final Schema SFT =
      common()
          .optional(JsonType.TEXT, "baseModel", "warmStartFrom", "outputModel", "jinjaTemplate")
          .optional(JsonType.TEXT, "evaluationDataset", "metricsFileSignedUrl", "region")
          .optional(JsonType.TEXT, "usePurpose")
          .optional(JsonType.BOOL, "evalAutoCarveout", "earlyStop", "isTurbo", "mtpEnabled")
          .optional(JsonType.BOOL, "mtpFreezeBaseModel")
          .optional(JsonType.WHOLE, "epochs", "maxContextLength", "loraRank", "batchSize")
          .optional(JsonType.WHOLE, "batchSizeSamples", "gradientAccumulationSteps", "nodes")
          .optional(JsonType.WHOLE, "learningRateWarmupSteps", "mtpNumDraftTokens")
          .optional(JsonType.NUMBER, "learningRate", "optimizerWeightDecay");
  private static final Schema DPO =
      common().optional(JsonType.OBJECT, "trainingConfig", "lossConfig");
  private static final Schema RFT =
      common()
          .required(JsonType.TEXT, "evaluator")
          .optional(JsonType.TEXT, "evaluationDataset", "mcpServer")
          .optional(JsonType.BOOL, "evalAutoCarveout")
          .optional(JsonType.WHOLE, "chunkSize", "nodeCount", "maxConcurrentRollouts")
          .optional(JsonType.WHOLE, "maxConcurrentEvaluations", "maxInferenceReplicaCount")
          .optional(JsonType.OBJECT, "trainingConfig", "lossConfig", "inferenceParameters");
  private static final Schema TRAINING =
      new Schema()
          .optional(JsonType.TEXT, "baseModel", "warmStartFrom", "outputModel", "jinjaTemplate")
          .optional(JsonType.TEXT, "region")
          .optional(JsonType.NUMBER, "learningRate", "optimizerWeightDecay", "loraDropout")
          .optional(JsonType.WHOLE, "maxContextLength", "loraRank", "epochs", "batchSize")
          .optional(JsonType.WHOLE, "batchSizeSamples", "gradientAccumulationSteps", "loraAlpha")
          .optional(JsonType.WHOLE, "learningRateWarmupSteps")
          .optional(JsonType.LIST, "loraTargetModules")
          .optional(JsonType.OBJECT, "trainerShardingScheme");
  private static final Schema LOSS =
      new Schema()
          .optional(JsonType.TEXT, "method")
          .optional(JsonType.NUMBER, "klBeta")
          .optional(JsonType.OBJECT, "dpo", "orpo");
  private static final Schema DPO_LOSS =
      new Schema()
          .optional(JsonType.NUMBER, "beta")
          .optional(JsonType.WHOLE, "refCacheConcurrency", "refCacheBatchSize");
  private static final Schema ORPO_LOSS = new Schema().optional(JsonType.NUMBER, "lambda");
  private static final Schema WANDB =
      new Schema()
          .optional(JsonType.BOOL, "enabled")
          .optional(JsonType.TEXT, "apiKey", "project", "entity", "runId");
  private static final Schema AWS =
      new Schema().optional(JsonType.TEXT, "credentialsSecret", "iamRoleArn");
  private static final Schema AZURE =
      new Schema()
          .optional(JsonType.TEXT, "credentialsSecret", "managedIdentityClientId", "tenantId");
  private static final Schema INFERENCE =
      new Schema()
          .optional(JsonType.WHOLE, "maxOutputTokens", "topK", "responseCandidatesCount")
          .optional(JsonType.NUMBER, "temperature", "topP")
          .optional(JsonType.TEXT, "extraBody");

  private JobSchema() {}

  private static Schema common() {
    return new Schema()
        .required(JsonType.TEXT, "dataset")
        .optional(JsonType.TEXT, "displayName", "purpose")
        .optional(JsonType.OBJECT, "wandbConfig", "awsS3Config", "azureBlobStorageConfig");
  }

  /** The body of a request, once its fields have the documented names and types. */
  static ObjectNode read(Call call, Kind kind) {
    ObjectNode body =
        Bodies.read(
            call,
            switch (kind) {
              case SFT -> SFT;
              case DPO -> DPO;
              case RFT -> RFT;
            });
    Bodies.nested(call, WANDB, body, "wandbConfig", "");
    Bodies.nested(call, AWS, body, "awsS3Config", "");
    Bodies.nested(call, AZURE, body, "azureBlobStorageConfig", "");
    Bodies.nested(call, TRAINING, body, "trainingConfig", "");
    Bodies.nested(call, INFERENCE, body, "inferenceParameters", "");
    @Nullable ObjectNode loss = Bodies.nested(call, LOSS, body, "lossConfig", "");
    if (loss != null) {
      Bodies.nested(call, DPO_LOSS, loss, "dpo", "lossConfig");
      Bodies.nested(call, ORPO_LOSS, loss, "orpo", "lossConfig");
    }
    return body;
  }
}
