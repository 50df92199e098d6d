package dev.loraport.testkit.internal.fireworks.job;

import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.RefusedException;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.data.Dataset;
import dev.loraport.testkit.internal.fireworks.data.Datasets;
import dev.loraport.testkit.internal.fireworks.model.Model;
import dev.loraport.testkit.internal.fireworks.model.Models;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Names;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the provider refuses before a job exists. */
final class JobRules {
  private static final Set<String> METHODS =
      Set.of("METHOD_UNSPECIFIED", "GRPO", "DAPO", "DPO", "ORPO", "GSPO_TOKEN");

  private final Datasets datasets;
  private final Models models;

  JobRules(Datasets datasets, Models models) {
    this.datasets = datasets;
    this.models = models;
  }

  /** The plan of a request that is in order; {@code id} is the id that the job will have. */
  Plan plan(Call call, Kind kind, ObjectNode body, String id) {
    Dataset dataset = dataset(body, "dataset");
    if (!Wire.string(body, "evaluationDataset", "").isEmpty()) {
      dataset(body, "evaluationDataset");
    }
    JsonNode config = kind.config(body);
    Model base = base(config);
    int rank = rank(kind, config, base);
    numbers(config, base);
    wandb(body.path("wandbConfig"));
    loss(call, kind, body.path("lossConfig"));
    if (kind == Kind.RFT) {
      reinforcement(body);
    }
    String output = output(call, config, id);
    int epochs = Math.max(1, config.path("epochs").asInt(1));
    double cost = Prices.training(kind, base.billions(), rank, dataset.tokens() * epochs);
    ObjectNode request = echo(body, kind, output);
    return new Plan(request, base.name(), rank, output, epochs, dataset.tokens(), cost);
  }

  /** Why the job will fail on its data, or null. */
  @Nullable String unfit(Kind kind, ObjectNode body) {
    return dataset(body, "dataset").unfitFor(kind.training());
  }

  private Dataset dataset(ObjectNode body, String field) {
    String name = Wire.string(body, field, "");
    if (!Names.isFull(name, "datasets")) {
      throw invalid(field + " must be a full name accounts/{account}/datasets/{id}: " + name);
    }
    Dataset dataset = datasets.find(name);
    if (dataset == null) {
      throw Code.NOT_FOUND.refuse("dataset \"" + name + "\" not found");
    }
    if (!dataset.isReady()) {
      throw Code.FAILED_PRECONDITION.refuse("dataset \"" + name + "\" is not ready");
    }
    return dataset;
  }

  /** The base model itself, or that of the addon to continue from. */
  private Model base(JsonNode config) {
    String baseName = Wire.string(config, "baseModel", "");
    String warmName = Wire.string(config, "warmStartFrom", "");
    if (baseName.isEmpty() == warmName.isEmpty()) {
      throw invalid("exactly one of base_model and warm_start_from must be specified");
    }
    String name = baseName.isEmpty() ? warmName : baseName;
    if (!Names.isFull(name, "models")) {
      throw invalid("models must be named in full as accounts/{account}/models/{id}: " + name);
    }
    Model model = models.find(name);
    if (model == null) {
      throw Code.NOT_FOUND.refuse("model \"" + name + "\" not found");
    }
    if (baseName.isEmpty() != model.isAddon()) {
      throw invalid(
          baseName.isEmpty()
              ? "warm_start_from must be a PEFT addon"
              : "base_model must not be an addon: use warm_start_from");
    }
    Model base = models.find(model.baseModel());
    if (base == null) {
      throw Code.NOT_FOUND.refuse("model \"" + model.baseModel() + "\" not found");
    }
    return base;
  }

  /** A rank that is missing or 0 means full parameters, which most models do not allow. */
  private static int rank(Kind kind, JsonNode config, Model base) {
    int rank = config.path("loraRank").asInt(0);
    if (rank < 0) {
      throw invalid("lora_rank must not be negative");
    }
    boolean lora = rank > 0;
    boolean rl = kind == Kind.RFT;
    String flag =
        rl
            ? lora ? "rlLoraTunable" : "rlFullParameterTunable"
            : lora ? "supervisedLoraTunable" : "supervisedFullParameterTunable";
    if (!base.is(flag)) {
      throw invalid(
          "model is not tunable for "
              + (rl ? "reinforcement " : "supervised ")
              + (lora ? "LoRA" : "full-parameter")
              + " fine-tuning");
    }
    return rank;
  }

  private static void numbers(JsonNode config, Model base) {
    if (config.path("gradientAccumulationSteps").isNumber()) {
      throw invalid("gradient_accumulation_steps is deprecated and not supported by Training V2");
    }
    int context = config.path("maxContextLength").asInt(0);
    if (context < 0 || context % 16 != 0) {
      throw invalid("max_context_length must be a multiple of 16, not " + context);
    }
    if (context > base.trainingContextLength()) {
      throw invalid("max_context_length must be at most " + base.trainingContextLength());
    }
    int batch = config.path("batchSize").asInt(0);
    if (batch < 0 || (batch > 0 && batch < context)) {
      throw invalid("batch_size must be at least max_context_length");
    }
    if (config.path("epochs").asInt(0) < 0 || config.path("learningRate").asDouble(0) < 0) {
      throw invalid("epochs and learning_rate must not be negative");
    }
  }

  private static void wandb(JsonNode wandb) {
    boolean enabled = wandb.path("enabled").asBoolean(false);
    if (enabled && Wire.string(wandb, "entity", "").isEmpty()) {
      throw invalid("wandb entity is required when wandb is enabled");
    }
  }

  private static void loss(Call call, Kind kind, JsonNode loss) {
    String method = Wire.string(loss, "method", "METHOD_UNSPECIFIED");
    if (!METHODS.contains(method)) {
      throw invalid("unknown loss method \"" + method + "\"");
    }
    if (kind == Kind.DPO && method.equals("METHOD_UNSPECIFIED")) {
      call.problem("`lossConfig.method` is left out: sources disagree what then is trained");
    }
    JsonNode beta = loss.path("dpo").path("beta");
    if (beta.isNumber() && (beta.asDouble() <= 0 || beta.asDouble() >= 0.5)) {
      throw invalid("loss_config.dpo.beta must be over 0 and below 0.5");
    }
  }

  private static void reinforcement(ObjectNode body) {
    String evaluator = Wire.string(body, "evaluator", "");
    if (!Names.isFull(evaluator, "evaluators")) {
      throw invalid("evaluator must be a full name accounts/{account}/evaluators/{id}");
    }
    JsonNode chunk = body.path("chunkSize");
    if (chunk.isNumber() && (chunk.asInt() < 1 || chunk.asInt() > 10_000)) {
      throw invalid("chunk_size must be between 1 and 10000");
    }
  }

  private String output(Call call, JsonNode config, String id) {
    String given = Wire.string(config, "outputModel", "");
    String name = given.isEmpty() ? Names.of(call, "models", id) : given;
    String prefix = Names.of(call, "models", "");
    if (!Names.isFull(name, "models") || !name.startsWith(prefix)) {
      throw invalid("invalid output_model \"" + name + "\": it must be " + prefix + "{id}");
    }
    Names.chosen(call, "outputModel", Names.id(name));
    if (models.find(name) != null) {
      throw Code.ALREADY_EXISTS.refuse("model \"" + name + "\" already exists");
    }
    return name;
  }

  private static ObjectNode echo(ObjectNode body, Kind kind, String output) {
    ObjectNode request = Wire.object();
    body.properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                request.set(field.getKey(), field.getValue().deepCopy());
              }
            });
    if (kind.config(request) instanceof ObjectNode config) {
      config.put("outputModel", output);
    }
    if (request.path("wandbConfig") instanceof ObjectNode wandb) {
      wandb.remove("apiKey");
    }
    return request;
  }

  private static RefusedException invalid(String message) {
    return Code.INVALID_ARGUMENT.refuse("invalid request: " + message);
  }
}
