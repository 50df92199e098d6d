package dev.loraport.nebius;

import dev.loraport.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a job that only Nebius has, for {@link
 * dev.loraport.tuning.TuningSpec.Builder#putAllExtra}:
 *
 * <pre>{@code
 * TuningSpec.builder()
 *     .model("meta-llama/Llama-3.1-8B-Instruct")
 *     .trainingFile(file)
 *     .putAllExtra(NebiusTuning.fields().exportToHuggingFace("me/support", token).extra())
 *     .build();
 * }</pre>
 *
 * <p>Source: the schema of 2026-06-30. The spec masks these fields in its text.
 */
public final class NebiusTuning {
  /** The member of a request that holds the integrations. */
  public static final String INTEGRATIONS = "integrations";

  private final Map<String, Json> fields = new LinkedHashMap<>();
  private final List<Json> integrations = new ArrayList<>();

  private NebiusTuning() {}

  /** Starts without a field. */
  public static NebiusTuning fields() {
    return new NebiusTuning();
  }

  /** Tags of the job. */
  public NebiusTuning tags(Collection<String> tags) {
    fields.put("tags", Json.strings(tags));
    return this;
  }

  /** Tags of the run at Weights and Biases; the spec's {@code wandb} must be set too. */
  public NebiusTuning wandbTags(Collection<String> tags) {
    Json wandb = Json.object().put("tags", Json.strings(tags)).build();
    integrations.add(Json.object().put("type", "wandb").put("wandb", wandb).build());
    return this;
  }

  /**
   * Lets Nebius read a private repository; the spec's {@code fromCheckpoint} must name it.
   *
   * @param token a token of Hugging Face that may read the repository; it goes to Nebius
   */
  public NebiusTuning fromCheckpointToken(String token) {
    fields.put("from_checkpoint", Json.object().put("token", token).build());
    return this;
  }

  /**
   * Exports the result to a repository at Hugging Face, beside the files of the checkpoints.
   *
   * @param repository the repository, as {@code owner/name}
   * @param token a token that may write to it; it goes to Nebius
   */
  public NebiusTuning exportToHuggingFace(String repository, String token) {
    Json hf = Json.object().put("output_repo_name", repository).put("api_token", token).build();
    integrations.add(Json.object().put("type", "hf").put("hf", hf).build());
    return this;
  }

  /**
   * Reports to a server of MLflow.
   *
   * @param trackingUri the address of the server
   * @param certificate its certificate
   * @param username the user
   * @param password the password; it goes to Nebius
   * @param experiment the name of the experiment, empty for the default
   */
  public NebiusTuning mlflow(
      String trackingUri, String certificate, String username, String password, String experiment) {
    Json mlflow =
        Json.object()
            .put("tracking_uri", trackingUri)
            .put("experiment_name", experiment.isEmpty() ? Json.ofNull() : Json.of(experiment))
            .put("run_name", Json.ofNull())
            .put("certificate_file", certificate)
            .put("username", username)
            .put("password", password)
            .build();
    integrations.add(Json.object().put("type", "mlflow").put("mlflow", mlflow).build());
    return this;
  }

  /** The fields, for {@link dev.loraport.tuning.TuningSpec.Builder#putAllExtra}. */
  public Map<String, Json> extra() {
    Map<String, Json> extra = new LinkedHashMap<>(fields);
    if (!integrations.isEmpty()) {
      extra.put(INTEGRATIONS, Json.array(integrations));
    }
    return extra;
  }
}
