package dev.loraport.testkit.internal.fireworks.model;

import dev.loraport.testkit.internal.engine.Wire;
import tools.jackson.databind.node.ObjectNode;

/** The scalar defaults that the record of a model always shows. */
final class ModelFields {
  private ModelFields() {}

  /** Every writable field; a message that is not set is null. */
  static ObjectNode defaults() {
    return Wire.object()
        .put("displayName", "")
        .put("description", "")
        .put("kind", "HF_PEFT_ADDON")
        .put("public", false)
        .put("contextLength", 0)
        .put("trainingContextLength", 0)
        .put("supportsImageInput", false)
        .put("supportsTools", false)
        .put("supportsLora", false)
        .put("githubUrl", "")
        .put("huggingFaceUrl", "")
        .put("defaultDraftModel", "")
        .put("defaultDraftTokenCount", 0)
        .put("useHfApplyChatTemplate", false)
        .put("snapshotType", "FULL_SNAPSHOT")
        .putNull("peftDetails")
        .putNull("teftDetails")
        .putNull("baseModelDetails")
        .putNull("conversationConfig")
        .putNull("deprecationDate");
  }

  /** Every field that only the server sets. */
  static ObjectNode readOnly() {
    return Wire.object()
        .put("importedFrom", "")
        .put("fineTuningJob", "")
        .put("cluster", "")
        .put("calibrated", false)
        .put("supportsServerless", false)
        .put("tunable", false)
        .put("rlTunable", false)
        .put("supervisedLoraTunable", false)
        .put("supervisedFullParameterTunable", false)
        .put("rlLoraTunable", false)
        .put("rlFullParameterTunable", false)
        .put("useTrainingV2", false)
        .put("encryptionState", "ENCRYPTION_STATE_PLAINTEXT");
  }
}
