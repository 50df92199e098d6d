package dev.loraport.fireworks;

import dev.loraport.json.Json;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a job that only Fireworks has, for {@link
 * dev.loraport.tuning.TuningSpec.Builder#putAllExtra}:
 *
 * <pre>{@code
 * TuningSpec.builder()
 *     .model("accounts/fireworks/models/qwen3-8b")
 *     .trainingFile(file)
 *     .putAllExtra(FireworksTuning.fields().jobId("support-2026-11").earlyStop(true).extra())
 *     .build();
 * }</pre>
 *
 * <p>The hyper-parameters among them go where the kind of the job has them: at the top for
 * supervised jobs, into {@code trainingConfig} for the others. Sources: Fireworks' SDK 1.2.3
 * (2026-07-21) and its gateway description 4.259.0 (2026-05).
 */
public final class FireworksTuning {
  /** The id that the job gets: it goes into the address and not into the body. */
  public static final String JOB_ID = "jobId";

  private final Map<String, Json> fields = new LinkedHashMap<>();

  private FireworksTuning() {}

  /** Starts without a field. */
  public static FireworksTuning fields() {
    return new FireworksTuning();
  }

  /**
   * The id of the job: 1 to 63 lower-case letters, digits and {@code -}, not beginning with a
   * digit. With an id of your own a second {@code create} of the same job, even after a crash, ends
   * with the first one.
   */
  public FireworksTuning jobId(String id) {
    return put(JOB_ID, Json.of(id));
  }

  /** The id, or the full name, of the model that the job makes; the id of the job by default. */
  public FireworksTuning outputModel(String model) {
    return put("outputModel", Json.of(model));
  }

  /** Whether training stops when the validation loss stops improving. */
  public FireworksTuning earlyStop(boolean stop) {
    return put("earlyStop", Json.of(stop));
  }

  /** Whether a part of the data is held out for evaluation. */
  public FireworksTuning evaluationCarveOut(boolean carveOut) {
    return put("evalAutoCarveout", Json.of(carveOut));
  }

  /** Turbo mode. */
  public FireworksTuning turbo(boolean turbo) {
    return put("isTurbo", Json.of(turbo));
  }

  /** Where it is trained, such as {@code EU_FRANKFURT_1}. */
  public FireworksTuning region(String region) {
    return put("region", Json.of(region));
  }

  /** A chat template in place of the model's own. */
  public FireworksTuning jinjaTemplate(String template) {
    return put("jinjaTemplate", Json.of(template));
  }

  /** The most tokens in one packed batch; at least the context length. */
  public FireworksTuning batchTokens(int tokens) {
    return put("batchSize", Json.of(tokens));
  }

  /** Over how many steps the learning rate rises. */
  public FireworksTuning warmupSteps(int steps) {
    return put("learningRateWarmupSteps", Json.of(steps));
  }

  /** Where the results also go: a bucket at AWS, by a role. */
  public FireworksTuning awsS3(String iamRoleArn) {
    return put("awsS3Config", Json.object().put("iamRoleArn", iamRoleArn).build());
  }

  /**
   * The evaluator of a reinforcement job, by its id or its full name {@code
   * accounts/<account>/evaluators/<id>}; such a job needs one.
   */
  public FireworksTuning evaluator(String evaluator) {
    return put("evaluator", Json.of(evaluator));
  }

  /** How the model answers while it is rewarded: most tokens, and answers to each prompt. */
  public FireworksTuning rollouts(int maxOutputTokens, int responseCandidates) {
    return put(
        "inferenceParameters",
        Json.object()
            .put("maxOutputTokens", maxOutputTokens)
            .put("responseCandidatesCount", responseCandidates)
            .build());
  }

  /** Rows of one chunk of a reinforcement job with more than 300 rows, from 1 to 10,000. */
  public FireworksTuning chunkSize(int rows) {
    return put("chunkSize", Json.of(rows));
  }

  /** How many rollouts of a reinforcement job run at once. */
  public FireworksTuning maxConcurrentRollouts(int rollouts) {
    return put("maxConcurrentRollouts", Json.of(rollouts));
  }

  /** Any other field, by Fireworks' name. */
  public FireworksTuning put(String name, Json value) {
    fields.put(name, value);
    return this;
  }

  /** What goes into {@code extra} of a spec. */
  public Map<String, Json> extra() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * The shape of an adapter, for {@link dev.loraport.adapter.AdapterSpec.Builder#putAllExtra},
   * where it can't be read from a folder: Fireworks asks for it with an import.
   *
   * @param rank the rank, from 4 to 64
   * @param targetModules the modules with weights, such as {@code q_proj}
   */
  public static Map<String, Json> adapterShape(int rank, Collection<String> targetModules) {
    Json shape =
        Json.object().put("r", rank).put("targetModules", Json.strings(targetModules)).build();
    return Map.of("peftDetails", shape);
  }
}
