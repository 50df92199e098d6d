package dev.loraport.testkit.internal.nebius;

import static dev.loraport.testkit.internal.nebius.Check.Bound.above;
import static dev.loraport.testkit.internal.nebius.Check.Bound.atLeast;
import static dev.loraport.testkit.internal.nebius.Check.Bound.atMost;
import static dev.loraport.testkit.internal.nebius.Check.Bound.below;

import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.nebius.Findings.At;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of a request for a job, their ranges and their defaults. */
final class JobSchema {
  private static final int LONGEST_SUFFIX = 64;

  private static final Shape SUPERVISED =
      common(new Shape())
          .takes(Check.number(atLeast(0)), "learning_rate")
          .takes(Check.bool(), "lora")
          .takes(Check.whole(atLeast(8), atMost(128)), "lora_r")
          .takes(Check.whole(atLeast(8)), "lora_alpha")
          .takes(Check.number(atLeast(0), atMost(1)), "lora_dropout");
  private static final Shape DRAFT =
      common(new Shape())
          .takes(Check.number(above(0), below(1)), "learning_rate")
          .takes(Check.text(), "architecture")
          .takes(Check.whole(atLeast(1), atMost(10)), "num_decoding_heads")
          .takes(
              Check.object(new Shape().takes(Check.oneOf("kl", "lk_alpha", "lk_hybrid"), "type")),
              "loss");
  private static final Shape CREATE =
      new Shape()
          .needs(Check.text(), "model", "training_file")
          .nullable(Check.text(), "validation_file")
          .nullable(Check.object(SUPERVISED), "hyperparameters")
          .nullable(JobSchema::method, "method")
          .nullable(JobSchema::checkpoint, "from_checkpoint")
          .nullable(Check.list(JobSchema::integration), "integrations")
          .nullable(Check.whole(), "seed")
          .nullable(Check.text(0, LONGEST_SUFFIX), "suffix")
          .nullable(Check.list(Check.text()), "tags")
          .nullable(Check.object(), "extra_body");
  private static final Map<String, Shape> INTEGRATIONS =
      Map.of(
          "wandb",
          new Shape()
              .needs(Check.text(), "project", "api_key")
              .nullable(Check.text(), "name", "entity")
              .nullable(Check.list(Check.text()), "tags"),
          "mlflow",
          new Shape()
              .needs(Check.text(), "tracking_uri", "certificate_file", "username", "password")
              .needs(JobSchema::textOrNull, "experiment_name", "run_name")
              .nullable(Check.text(), "certificate_file_id")
              .nullable(Check.object(), "tags"),
          "hf",
          new Shape().needs(Check.text(), "output_repo_name", "api_token"));
  private static final String[] SECRETS = {
    "api_key", "api_token", "certificate_file", "certificate_file_id", "username", "password"
  };

  private JobSchema() {}

  private static Shape common(Shape shape) {
    return shape
        .takes(Check.whole(atLeast(1), atMost(64)), "batch_size")
        .takes(Check.whole(atLeast(1), atMost(20)), "n_epochs")
        .takes(Check.number(atLeast(0), atMost(1)), "warmup_ratio")
        .takes(Check.number(atLeast(0)), "weight_decay")
        .takes(Check.bool(), "packing")
        .takes(Check.number(above(0)), "max_grad_norm")
        .takes(Check.whole(atLeast(8192), atMost(131_072)), "context_length");
  }

  private static void textOrNull(Findings findings, At at, JsonNode value) {
    if (!value.isNull()) {
      Check.text().check(findings, at, value);
    }
  }

  private static void method(Findings findings, At at, JsonNode value) {
    String type = Wire.string(value, "type", "supervised");
    boolean draft = type.equals("spec-draft");
    String member = draft ? "spec_draft" : "supervised";
    Shape parameters =
        new Shape().needs(Check.object(draft ? DRAFT : SUPERVISED), "hyperparameters");
    Check.object(
            new Shape()
                .takes(Check.oneOf("supervised", "spec-draft"), "type")
                .needs(Check.object(parameters), member))
        .check(findings, at, value);
  }

  private static void checkpoint(Findings findings, At at, JsonNode value) {
    Shape shape = new Shape().takes(Check.oneOf("hf", "ft"), "type");
    if (Wire.string(value, "type", "hf").equals("hf")) {
      shape.needs(Check.text(), "repo").nullable(Check.text(), "revision", "token");
    }
    Check.object(shape).check(findings, at, value);
  }

  private static void integration(Findings findings, At at, JsonNode value) {
    String type = Wire.string(value, "type", "");
    Shape shape = new Shape().needs(Check.oneOf("wandb", "mlflow", "hf"), "type");
    Shape member = INTEGRATIONS.get(type);
    if (member != null) {
      shape.needs(Check.object(member), type);
    }
    Check.object(shape).check(findings, at, value);
  }

  /** The body of a request, once it has the documented form. */
  static ObjectNode read(Call call) {
    ObjectNode body = CREATE.read(call);
    if (body.path("hyperparameters") instanceof ObjectNode given) {
      for (String name : SUPERVISED.unknown(given)) {
        call.problem("`hyperparameters." + name + "` is unknown: accepted, and without effect");
      }
      if (body.hasNonNull("method")) {
        call.problem("`hyperparameters` and `method` together: which one counts is unknown");
      }
    }
    return body;
  }

  /** All supervised hyper-parameters: those given, and the defaults of the others. */
  static ObjectNode resolved(JsonNode given) {
    ObjectNode all =
        Wire.object()
            .put("batch_size", 8)
            .put("learning_rate", 1e-5)
            .put("n_epochs", 3)
            .put("warmup_ratio", 0.0)
            .put("weight_decay", 0.0)
            .put("packing", true)
            .put("max_grad_norm", 1.0)
            .put("context_length", 8192)
            .put("lora", false)
            .put("lora_r", 8)
            .put("lora_alpha", 8)
            .put("lora_dropout", 0.0);
    return over(all, given);
  }

  /** All hyper-parameters of a draft model. */
  static ObjectNode resolvedDraft(JsonNode given) {
    ObjectNode all =
        Wire.object()
            .put("batch_size", 8)
            .put("learning_rate", 0.0075)
            .put("n_epochs", 1)
            .put("warmup_ratio", 0.0)
            .put("weight_decay", 0.0)
            .put("packing", true)
            .put("max_grad_norm", 1.0)
            .put("context_length", 8192)
            .put("architecture", "eagle3_original")
            .put("num_decoding_heads", 3);
    all.putObject("loss").put("type", "kl");
    return over(all, given);
  }

  private static ObjectNode over(ObjectNode all, JsonNode given) {
    for (String name : all.propertyNames().toArray(String[]::new)) {
      if (given.hasNonNull(name)) {
        all.set(name, given.path(name));
      }
    }
    return all;
  }

  /** A member of a request as an answer shows it, without its secrets. */
  static JsonNode shown(JsonNode member) {
    if (member instanceof ObjectNode checkpoint) {
      ObjectNode shown = checkpoint.deepCopy();
      shown.remove("token");
      return shown;
    }
    if (!(member instanceof ArrayNode integrations)) {
      return Wire.object().nullNode();
    }
    ArrayNode shown = integrations.deepCopy();
    for (JsonNode integration : shown) {
      if (integration.path(Wire.string(integration, "type", "")) instanceof ObjectNode inner) {
        for (String secret : SECRETS) {
          inner.remove(secret);
        }
      }
    }
    return shown;
  }
}
