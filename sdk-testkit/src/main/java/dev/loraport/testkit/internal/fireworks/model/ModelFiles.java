package dev.loraport.testkit.internal.fireworks.model;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Bodies;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.SignedPut;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The files of models: signed uploads, the check at the end, signed downloads. */
final class ModelFiles {
  private static final int MAX_CONFIG = 1024 * 1024;
  private static final Schema ENDPOINT =
      new Schema()
          .required(JsonType.OBJECT, "filenameToSize")
          .optional(JsonType.BOOL, "enableResumableUpload")
          .optional(JsonType.TEXT, "readMask");

  private final World world;
  private final Models models;

  ModelFiles(World world, Models models) {
    this.world = world;
    this.models = models;
  }

  void routes(Gateway gateway) {
    gateway
        .add("POST {A}/models/{id}:getUploadEndpoint", this::uploadEndpoint)
        .add(
            "GET {A}/models/{id}:validateUpload",
            this::validate,
            "skipHfConfigValidation",
            "trustRemoteCode",
            "configOnly")
        .add("GET {A}/models/{id}:getDownloadEndpoint", this::downloadEndpoint, "readMask");
  }

  private Answer uploadEndpoint(Call call) {
    Model model = models.named(call);
    ObjectNode body = Bodies.read(call, ENDPOINT);
    if (body.path("enableResumableUpload").asBoolean(false)) {
      String what = "FakeFireworks does not serve resumable uploads";
      call.problem(what);
      throw Code.UNIMPLEMENTED.refuse(what);
    }
    Map<String, Model.Slot> slots = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> file : body.path("filenameToSize").properties()) {
      long size = Bodies.int64(file.getValue());
      if (size < 0) {
        throw ModelRules.invalid("bad size of \"" + file.getKey() + "\"");
      }
      slots.put(file.getKey(), new Model.Slot(size));
    }
    if (slots.isEmpty()) {
      throw ModelRules.invalid("filename_to_size is empty");
    }
    model.expect(slots);
    ObjectNode answer = Wire.object();
    ObjectNode urls = answer.putObject("filenameToSignedUrls");
    slots.forEach(
        (file, slot) ->
            urls.put(file, world.storage().upload(call, file, put -> take(put, model, slot))));
    // Filled only for callers that may write to the bucket itself.
    answer.putObject("filenameToUnsignedUris");
    return Answer.json(answer);
  }

  private @Nullable Answer take(Call put, Model model, Model.Slot slot) {
    Answer refusal = SignedPut.refusal(put, slot.size);
    if (refusal != null) {
      return refusal;
    }
    world.lock().lock();
    try {
      Spool old = slot.content;
      if (old != null) {
        old.close();
      }
      slot.content = put.body().keep();
      if (model.slots().values().stream().allMatch(each -> each.content != null)) {
        model.arriving(new Timeline(world.clock(), 1, 2, world.jobDuration(0.02)));
      }
      return null;
    } finally {
      world.lock().unlock();
    }
  }

  private Answer validate(Call call) {
    Model model = models.named(call);
    if (!model.hasLanded()) {
      throw Code.FAILED_PRECONDITION.refuse(
          "the upload of model \"" + model.name() + "\" is not finished yet");
    }
    if (model.isAddon() && !"true".equals(call.query("skipHfConfigValidation"))) {
      addon(model);
    }
    model.complete(world.clock().now());
    ObjectNode answer = Wire.object();
    answer.putArray("warnings");
    return Answer.json(answer);
  }

  private static void addon(Model model) {
    Set<String> files = model.slots().keySet();
    if (!files.contains("adapter_model.safetensors") && !files.contains("adapter_model.bin")) {
      throw ModelRules.invalid("adapter_model.safetensors or adapter_model.bin is missing");
    }
    Model.Slot slot = model.slots().get("adapter_config.json");
    Spool content = slot == null ? null : slot.content;
    if (content == null) {
      throw ModelRules.invalid("adapter_config.json is missing");
    }
    JsonNode config = Wire.parse(content.bytes(MAX_CONFIG));
    if (!(config instanceof ObjectNode)) {
      throw ModelRules.invalid("adapter_config.json is no JSON object");
    }
    if (!config.path("r").isIntegralNumber() || config.path("target_modules").isEmpty()) {
      throw ModelRules.invalid("adapter_config.json must name r and target_modules");
    }
    if (config.path("r").asInt() != model.rank()) {
      throw ModelRules.invalid(
          "adapter_config.json has rank "
              + config.path("r").asInt()
              + ", peft_details have "
              + model.rank());
    }
  }

  private Answer downloadEndpoint(Call call) {
    Model model = models.named(call);
    if (!model.isReady()) {
      throw Code.FAILED_PRECONDITION.refuse("model \"" + model.name() + "\" is not ready");
    }
    ObjectNode answer = Wire.object();
    ObjectNode urls = answer.putObject("filenameToSignedUrls");
    for (Map.Entry<String, Model.Slot> file : model.slots().entrySet()) {
      Spool content = file.getValue().content;
      if (content != null) {
        urls.put(file.getKey(), world.storage().download(call, file.getKey(), content));
      }
    }
    return Answer.json(answer);
  }
}
