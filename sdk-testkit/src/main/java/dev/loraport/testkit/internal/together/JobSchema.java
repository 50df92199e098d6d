package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a fine-tuning request, their types and ranges. */
final class JobSchema {
  private static final Schema JOB =
      new Schema()
          .required(JsonType.TEXT, "training_file")
          .optional(
              JsonType.TEXT, "model", "validation_file", "suffix", "wandb_api_key", "wandb_key")
          .optional(
              JsonType.TEXT, "wandb_base_url", "wandb_project_name", "wandb_name", "wandb_entity")
          .optional(JsonType.TEXT, "from_checkpoint", "from_hf_model", "hf_model_revision")
          .optional(JsonType.TEXT, "hf_api_token", "hf_output_repo_name")
          .optional(JsonType.BOOL, "packing", "early_stopping_enabled")
          .optional(JsonType.WHOLE, "max_seq_length", "n_epochs", "n_checkpoints", "n_evals")
          .optional(JsonType.WHOLE, "gradient_accumulation_steps", "random_seed")
          .optional(JsonType.WHOLE, "early_stopping_patience", "early_stopping_warmup_evals")
          .optional(JsonType.WHOLE_OR_TEXT, "batch_size")
          .optional(
              JsonType.NUMBER, "learning_rate", "warmup_ratio", "max_grad_norm", "weight_decay")
          .optional(JsonType.NUMBER, "early_stopping_min_delta")
          .optional(JsonType.OBJECT, "lr_scheduler", "training_method", "training_type")
          .optional(JsonType.OBJECT, "multimodal_params")
          .optional(JsonType.BOOL_OR_TEXT, "train_on_inputs");
  private static final Schema SCHEDULER =
      new Schema()
          .required(JsonType.TEXT, "lr_scheduler_type")
          .optional(JsonType.OBJECT, "lr_scheduler_args");
  private static final Schema SCHEDULER_ARGS =
      new Schema().optional(JsonType.NUMBER, "min_lr_ratio", "num_cycles");
  private static final Schema SFT =
      new Schema()
          .required(JsonType.TEXT, "method")
          .required(JsonType.BOOL_OR_TEXT, "train_on_inputs");
  private static final Schema DPO =
      new Schema()
          .required(JsonType.TEXT, "method")
          .optional(JsonType.NUMBER, "dpo_beta", "rpo_alpha", "simpo_gamma")
          .optional(JsonType.BOOL, "dpo_normalize_logratios_by_length", "dpo_reference_free");
  private static final Schema FULL = new Schema().required(JsonType.TEXT, "type");
  private static final Schema LORA =
      new Schema()
          .required(JsonType.TEXT, "type")
          .required(JsonType.WHOLE, "lora_r", "lora_alpha")
          .optional(JsonType.NUMBER, "lora_dropout")
          .optional(JsonType.TEXT, "lora_trainable_modules");
  private static final Schema MULTIMODAL = new Schema().optional(JsonType.BOOL, "train_vision");
  private static final int MAX_SUFFIX = 64;
  private static final double MAX = 1e9;
  private static final String INPUTS = "train_on_inputs";
  private static final String ALL_MODULES = "all-linear";

  /** The modules that an adapter of each model here can train. */
  static final List<String> MODULES = List.of("k_proj", "o_proj", "q_proj", "v_proj");

  private static final List<String> EXPERTS = List.of("w_up", "w_gate", "w_down");

  private JobSchema() {}

  /** What is wrong with the form of a request, or null. */
  static @Nullable String form(Call call, ObjectNode job) {
    String problem = JOB.check(call, job, "");
    problem = problem != null ? problem : nested(call, job, "lr_scheduler", SCHEDULER);
    problem = problem != null ? problem : nested(call, job, "training_method", method(job));
    problem = problem != null ? problem : nested(call, job, "training_type", type(job));
    problem = problem != null ? problem : nested(call, job, "multimodal_params", MULTIMODAL);
    if (problem == null && job.path("lr_scheduler") instanceof ObjectNode scheduler) {
      problem = nested(call, scheduler, "lr_scheduler_args", SCHEDULER_ARGS);
    }
    return problem;
  }

  private static @Nullable String nested(Call call, ObjectNode parent, String name, Schema schema) {
    return parent.path(name) instanceof ObjectNode child ? schema.check(call, child, name) : null;
  }

  private static Schema method(ObjectNode job) {
    return isDpo(job) ? DPO : SFT;
  }

  private static Schema type(ObjectNode job) {
    return isLora(job) ? LORA : FULL;
  }

  static boolean isDpo(JsonNode job) {
    return Wire.string(job.path("training_method"), "method", "sft").equals("dpo");
  }

  static boolean isLora(JsonNode job) {
    return !Wire.string(job.path("training_type"), "type", "Lora").equals("Full");
  }

  /** Whether two training types make adapters of the same rank, alpha and modules. */
  static boolean sameAdapter(JsonNode one, JsonNode other) {
    return one.path("lora_r").asInt(0) == other.path("lora_r").asInt(0)
        && one.path("lora_alpha").asInt(0) == other.path("lora_alpha").asInt(0)
        && modules(one).equals(modules(other));
  }

  private static Set<String> modules(JsonNode type) {
    String names = Wire.string(type, "lora_trainable_modules", ALL_MODULES);
    return names.equals(ALL_MODULES)
        ? Set.copyOf(MODULES)
        : Arrays.stream(names.split(",", -1)).map(String::strip).collect(Collectors.toSet());
  }

  /** What is out of range for a model, or null. */
  static @Nullable String ranges(ObjectNode job, Catalogue.Tunable model) {
    String method = Wire.string(job.path("training_method"), "method", "sft");
    String type = Wire.string(job.path("training_type"), "type", "Lora");
    if (!Set.of("sft", "dpo").contains(method)) {
      return "training_method.method must be sft or dpo, not '" + method + "'";
    }
    if (!Set.of("Lora", "Full").contains(type)) {
      return "training_type.type must be Lora or Full, not '" + type + "'";
    }
    if (type.equals("Full") && model.full() == null) {
      return "Full training is not supported for model " + model.id();
    }
    Catalogue.Batch full = model.full();
    Catalogue.Batch batch = type.equals("Full") && full != null ? full : model.lora();
    int maxSequence = isDpo(job) ? model.maxDpo() : model.maxSft();
    String problem = batchSize(job, batch);
    problem = problem != null ? problem : lora(job, model);
    problem = problem != null ? problem : vision(job, model);
    problem = problem != null ? problem : trainOnInputs(job);
    problem = problem != null ? problem : scheduler(job);
    problem = problem != null ? problem : between(job.path("training_method"), "rpo_alpha", 0, MAX);
    problem =
        problem != null ? problem : between(job.path("training_method"), "simpo_gamma", 0, MAX);
    problem = problem != null ? problem : between(job, "gradient_accumulation_steps", 0, MAX);
    problem = problem != null ? problem : between(job, "n_epochs", 1, 20);
    problem = problem != null ? problem : between(job, "n_checkpoints", 1, 10);
    problem = problem != null ? problem : between(job, "n_evals", 0, 100);
    problem = problem != null ? problem : between(job, "max_seq_length", 512, maxSequence);
    problem = problem != null ? problem : between(job, "learning_rate", 1e-8, 1.0);
    problem = problem != null ? problem : between(job, "warmup_ratio", 0, 1);
    problem = problem != null ? problem : between(job, "max_grad_norm", 0, MAX);
    problem = problem != null ? problem : between(job, "weight_decay", 0, MAX);
    problem = problem != null ? problem : between(job, "early_stopping_patience", 1, MAX);
    problem = problem != null ? problem : between(job, "early_stopping_warmup_evals", 0, MAX);
    problem = problem != null ? problem : between(job, "early_stopping_min_delta", 0, MAX);
    if (problem == null && Wire.string(job, "suffix", "").length() > MAX_SUFFIX) {
      problem = "suffix must have at most 64 characters";
    }
    return problem != null ? problem : earlyStopping(job);
  }

  private static @Nullable String batchSize(ObjectNode job, Catalogue.Batch limits) {
    JsonNode size = job.path("batch_size");
    if (size.isString()) {
      return size.asString().equals("max") ? null : "batch_size must be an integer or \"max\"";
    }
    return between(job, "batch_size", limits.min(), isDpo(job) ? limits.dpo() : limits.sft());
  }

  private static @Nullable String lora(ObjectNode job, Catalogue.Tunable model) {
    JsonNode type = job.path("training_type");
    String problem = between(type, "lora_r", 1, model.maxRank());
    problem = problem != null ? problem : between(type, "lora_alpha", 1, Integer.MAX_VALUE);
    String modules = Wire.string(type, "lora_trainable_modules", ALL_MODULES);
    if (problem == null && !modules.equals(ALL_MODULES)) {
      for (String name : modules.split(",", -1)) {
        if (!MODULES.contains(name.strip()) && !EXPERTS.contains(name.strip())) {
          return "lora_trainable_modules names '" + name + "'; the model has " + MODULES;
        }
      }
    }
    JsonNode dropout = type.path("lora_dropout");
    if (problem == null && dropout.isNumber() && dropout.asDouble() >= 1) {
      return "lora_dropout must be at least 0 and below 1";
    }
    return problem != null ? problem : between(type, "lora_dropout", 0, 1);
  }

  private static @Nullable String vision(ObjectNode job, Catalogue.Tunable model) {
    return job.path("multimodal_params").isObject() && !model.supportsVision()
        ? "multimodal_params is only for models that support vision, which "
            + model.id()
            + " does not"
        : null;
  }

  private static @Nullable String trainOnInputs(ObjectNode job) {
    if (isDpo(job) && job.hasNonNull(INPUTS)) {
      return "train_on_inputs is only for sft";
    }
    for (JsonNode value : List.of(job.path(INPUTS), job.path("training_method").path(INPUTS))) {
      if (value.isString() && !value.asString().equals("auto")) {
        return "train_on_inputs must be true, false or \"auto\"";
      }
    }
    return null;
  }

  private static @Nullable String scheduler(ObjectNode job) {
    JsonNode scheduler = job.path("lr_scheduler");
    if (!scheduler.isObject()) {
      return null;
    }
    String kind = Wire.string(scheduler, "lr_scheduler_type", "");
    JsonNode args = scheduler.path("lr_scheduler_args");
    if (!Set.of("linear", "cosine").contains(kind)) {
      return "lr_scheduler_type must be linear or cosine, not '" + kind + "'";
    }
    if (kind.equals("cosine") && !(args.has("min_lr_ratio") && args.has("num_cycles"))) {
      return "a cosine scheduler needs min_lr_ratio and num_cycles";
    }
    if (kind.equals("linear") && args.hasNonNull("num_cycles")) {
      return "num_cycles is not for a linear scheduler";
    }
    return args.path("num_cycles").isNumber() && args.path("num_cycles").asDouble() <= 0
        ? "num_cycles must be over 0"
        : between(args, "min_lr_ratio", 0, 1);
  }

  private static @Nullable String earlyStopping(ObjectNode job) {
    if (!job.path("early_stopping_enabled").asBoolean(false)) {
      return null;
    }
    int needed =
        job.path("early_stopping_patience").asInt(2)
            + job.path("early_stopping_warmup_evals").asInt(1)
            + 1;
    boolean file = !Wire.string(job, "validation_file", "").isEmpty();
    return file && job.path("n_evals").asInt(0) >= needed
        ? null
        : "early stopping needs a validation_file and n_evals of at least " + needed;
  }

  private static @Nullable String between(JsonNode object, String name, double min, double max) {
    JsonNode value = object.path(name);
    if (!value.isNumber() || (value.asDouble() >= min && value.asDouble() <= max)) {
      return null;
    }
    String range =
        max == MAX ? number(min) + " or more" : "between " + number(min) + " and " + number(max);
    return name + " must be " + range + ", not " + value.asString();
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
