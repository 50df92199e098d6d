package dev.loraport.testkit.internal.fireworks.job;

import dev.loraport.testkit.internal.engine.Wire;
import tools.jackson.databind.node.ObjectNode;

/** The scalar fields that a job always shows, and the messages that are null when unset. */
final class Defaults {
  private Defaults() {}

  static ObjectNode of(Kind kind) {
    ObjectNode fields =
        Wire.object().put("displayName", "").put("dataset", "").put("trainerLogsSignedUrl", "");
    return switch (kind) {
      case SFT ->
          fields
              .put("baseModel", "")
              .put("warmStartFrom", "")
              .put("outputModel", "")
              .put("jinjaTemplate", "")
              .put("evaluationDataset", "")
              .put("evalAutoCarveout", false)
              .put("epochs", 1)
              .put("learningRate", 0.0001)
              .put("maxContextLength", 0)
              .put("loraRank", 0)
              .put("earlyStop", false)
              .put("batchSize", 0)
              .put("batchSizeSamples", 0)
              .put("learningRateWarmupSteps", 0)
              .put("optimizerWeightDecay", 0)
              .put("isTurbo", false)
              .put("metricsFileSignedUrl", "")
              .putNull("estimatedCost");
      case DPO -> fields;
      case RFT ->
          fields
              .put("evaluator", "")
              .put("evaluationDataset", "")
              .put("evalAutoCarveout", false)
              .put("chunkSize", 200)
              .put("nodeCount", 1)
              .put("outputMetrics", "")
              .put("outputStats", "")
              .set("acceleratorSeconds", Wire.object());
    };
  }
}
