package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What can be known before a job: tunable models, their limits, the price. */
final class TuningInfo {
  /** Billed tokens and what they cost. */
  record Price(long trainTokens, long evalTokens, double dollars) {
    long nanoDollars() {
      return Math.round(dollars * 1e9);
    }
  }

  private static final int BYTES_PER_TOKEN = 4;
  private static final Schema ESTIMATE =
      new Schema()
          .required(JsonType.TEXT, "training_file")
          .optional(JsonType.TEXT, "validation_file", "model", "from_checkpoint")
          .optional(JsonType.WHOLE, "n_epochs", "n_evals")
          .optional(JsonType.OBJECT, "training_method", "training_type");

  private final World world;
  private final Catalogue catalogue;
  private final FileStore files;
  private volatile double balance = 1000;

  TuningInfo(World world, Catalogue catalogue, FileStore files) {
    this.world = world;
    this.catalogue = catalogue;
    this.files = files;
  }

  void routes(Router router) {
    router
        .add("GET /v1/fine-tunes/models/supported", call -> supported())
        .add("GET /v1/fine-tunes/models/limits", this::limits, "model_name")
        .add("POST /v1/fine-tunes/estimate-price", this::estimate);
  }

  void balance(double dollars) {
    balance = dollars;
  }

  double balance() {
    return balance;
  }

  Price price(JsonNode job, String model, StoredFile training, @Nullable StoredFile validation) {
    long epochs = job.path("n_epochs").asInt(1);
    long train = tokens(training) * epochs;
    long eval = validation == null ? 0 : tokens(validation) * job.path("n_evals").asInt(0);
    double perMillion = Catalogue.price(model, JobSchema.isLora(job), JobSchema.isDpo(job));
    return new Price(train, eval, (train + eval) * perMillion / 1e6);
  }

  private static long tokens(StoredFile file) {
    Spool content = file.content;
    return content == null ? 0 : Math.max(1, content.length() / BYTES_PER_TOKEN);
  }

  private Answer supported() {
    ObjectNode body = Wire.object();
    catalogue.tunable().keySet().forEach(body.putArray("models")::add);
    return Answer.json(body);
  }

  private Answer limits(Call call) {
    String name = call.query("model_name");
    Catalogue.Tunable model = name == null ? null : catalogue.tunable(name);
    if (name == null || model == null) {
      return Answer.json(404, Wire.object().put("message", "Model " + name + " not found"));
    }
    ObjectNode body = Wire.object().put("model_name", model.id());
    Catalogue.Batch full = model.full();
    if (full != null) {
      batch(body.putObject("full_training"), full);
    }
    ObjectNode lora = body.putObject("lora_training");
    batch(lora, model.lora()).put("max_rank", model.maxRank());
    JobSchema.MODULES.forEach(lora.putArray("target_modules")::add);
    body.put("max_num_epochs", 20)
        .put("max_num_evals", 100)
        .put("max_num_checkpoints", 10)
        .put("max_learning_rate", 1.0)
        .put("min_learning_rate", 1e-8)
        .put("supports_vision", model.supportsVision())
        .put("supports_tools", true)
        .put("supports_reasoning", model.supportsReasoning())
        .put("supports_full_training", full != null)
        .put("merge_output_lora", true)
        .put("default_gradient_accumulation_steps", 1)
        .put("max_seq_length_sft", model.maxSft())
        .put("max_seq_length_dpo", model.maxDpo())
        .put("min_max_seq_length", 512);
    return Answer.json(body);
  }

  private static ObjectNode batch(ObjectNode target, Catalogue.Batch batch) {
    return target
        .put("max_batch_size", batch.sft())
        .put("max_batch_size_dpo", batch.dpo())
        .put("min_batch_size", batch.min());
  }

  private Answer estimate(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : ESTIMATE.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    StoredFile training = files.find(body.path("training_file").asString());
    String validationId = Wire.string(body, "validation_file", "");
    StoredFile validation = files.find(validationId);
    if (training == null || (validation == null && !validationId.isEmpty())) {
      return world.errors.notFound(
          "File", training == null ? body.path("training_file").asString() : validationId);
    }
    String reason = reason(training, "train");
    reason = reason == null && validation != null ? reason(validation, "eval") : reason;
    if (reason != null) {
      return Answer.json(
          Wire.object().put("estimation_available", false).put("unavailable_reason", reason));
    }
    Price price = price(body, Wire.string(body, "model", ""), training, validation);
    return Answer.json(
        Wire.object()
            .put("estimation_available", true)
            .put("estimated_total_price", price.dollars())
            .put("allowed_to_proceed", price.dollars() <= balance)
            .put("user_limit", balance)
            .put("estimated_train_token_count", price.trainTokens())
            .put("estimated_eval_token_count", price.evalTokens()));
  }

  private static @Nullable String reason(StoredFile file, String kind) {
    FileCheck check = file.check;
    return switch (file.status(false)) {
      case "COMPLETED" -> check != null && check.isMultimodal() ? "multimodal_dataset" : null;
      case "INVALID_FORMAT" -> kind + "_file_invalid";
      default -> kind + "_file_not_validated";
    };
  }
}
