package dev.loraport.testkit.internal.fireworks.model;

import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.RefusedException;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Bodies;
import dev.loraport.testkit.internal.fireworks.world.Code;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a model's record and what they may say. */
final class ModelRules {
  static final Schema CREATE =
      new Schema()
          .required(JsonType.TEXT, "modelId")
          .optional(JsonType.OBJECT, "model")
          .optional(JsonType.TEXT, "cluster");
  static final Schema MODEL =
      new Schema()
          .optional(JsonType.TEXT, "displayName", "description", "kind", "githubUrl")
          .optional(JsonType.TEXT, "huggingFaceUrl", "defaultDraftModel", "snapshotType")
          .optional(JsonType.OBJECT, "peftDetails", "baseModelDetails", "teftDetails")
          .optional(JsonType.OBJECT, "conversationConfig", "deprecationDate")
          .optional(JsonType.BOOL, "public", "supportsImageInput", "supportsTools", "supportsLora")
          .optional(JsonType.BOOL, "useHfApplyChatTemplate")
          .optional(
              JsonType.WHOLE, "contextLength", "trainingContextLength", "defaultDraftTokenCount");
  private static final Schema PEFT =
      new Schema()
          .required(JsonType.TEXT, "baseModel")
          .required(JsonType.WHOLE, "r")
          .required(JsonType.LIST, "targetModules")
          .optional(JsonType.TEXT, "mergeAddonModelName");
  private static final Schema BASE =
      new Schema()
          .optional(JsonType.WHOLE, "worldSize")
          .optional(JsonType.TEXT, "checkpointFormat", "modelType")
          .optional(JsonType.LIST, "huggingfaceFiles")
          .optional(JsonType.WHOLE_OR_TEXT, "parameterCount")
          .optional(JsonType.BOOL, "moe", "tunable", "supportsFireattention", "supportsMtp");
  private static final Schema CONVERSATION =
      new Schema().required(JsonType.TEXT, "style").optional(JsonType.TEXT, "system", "template");
  private static final Set<String> KINDS =
      Set.of(
          "HF_BASE_MODEL",
          "HF_PEFT_ADDON",
          "HF_TEFT_ADDON",
          "FLUMINA_BASE_MODEL",
          "FLUMINA_ADDON",
          "DRAFT_ADDON",
          "FIRE_AGENT",
          "LIVE_MERGE",
          "CUSTOM_MODEL",
          "EMBEDDING_MODEL",
          "SNAPSHOT_MODEL");
  private static final Set<String> MODULES =
      Set.of(
          "q_proj",
          "k_proj",
          "v_proj",
          "o_proj",
          "up_proj",
          "w1",
          "down_proj",
          "w2",
          "gate_proj",
          "w3",
          "block_sparse_moe.gate");

  private ModelRules() {}

  /** Checks names and types of the fields of a record. */
  static void form(Call call, ObjectNode model, String where) {
    String problem = MODEL.check(call, model, where);
    if (problem != null) {
      throw invalid(problem);
    }
    Bodies.nested(call, PEFT, model, "peftDetails", where);
    Bodies.nested(call, BASE, model, "baseModelDetails", where);
    Bodies.nested(call, CONVERSATION, model, "conversationConfig", where);
  }

  /** Checks what the fields say. */
  static void check(ObjectNode fields, Models models) {
    if (Wire.string(fields, "displayName", "").length() >= 64) {
      throw invalid("display_name must have fewer than 64 characters");
    }
    if (Wire.string(fields, "description", "").length() >= 1000) {
      throw invalid("description must have fewer than 1000 characters");
    }
    String kind = Wire.string(fields, "kind", "HF_PEFT_ADDON");
    if (!KINDS.contains(kind)) {
      throw invalid("unknown kind \"" + kind + "\"");
    }
    if (kind.equals("HF_BASE_MODEL") != fields.path("baseModelDetails").isObject()) {
      throw invalid("base_model_details must be given for HF_BASE_MODEL and for no other kind");
    }
    if (kind.equals("HF_PEFT_ADDON")) {
      peft(fields.path("peftDetails"), models);
    }
    boolean draft = !Wire.string(fields, "defaultDraftModel", "").isEmpty();
    if (draft && fields.path("defaultDraftTokenCount").asInt(0) == 0) {
      throw invalid("default_draft_token_count is required with default_draft_model");
    }
  }

  private static void peft(JsonNode peft, Models models) {
    if (!peft.isObject()) {
      throw invalid("peft_details are required for HF_PEFT_ADDON");
    }
    String base = Wire.string(peft, "baseModel", "");
    Model model = models.find(base);
    if (model == null || model.isAddon()) {
      throw invalid("base model \"" + base + "\" not found");
    }
    if (!model.is("supportsLora")) {
      throw invalid("base model \"" + base + "\" does not support LoRA addons");
    }
    rank(peft.path("r"));
    if (peft.path("targetModules").isEmpty()) {
      throw invalid("peft_details.target_modules must not be empty");
    }
    for (JsonNode module : peft.path("targetModules")) {
      if (!MODULES.contains(module.asString(""))) {
        throw invalid("unsupported target module \"" + module.asString("") + "\"");
      }
    }
  }

  /** Refuses a LoRA rank that can't be uploaded. */
  static void rank(JsonNode rank) {
    int r = rank.asInt(0);
    if (r < 4 || r > 64) {
      throw invalid("peft_details.r must be between 4 and 64, not " + r);
    }
  }

  static RefusedException invalid(String message) {
    return Code.INVALID_ARGUMENT.refuse("invalid request: " + message);
  }
}
