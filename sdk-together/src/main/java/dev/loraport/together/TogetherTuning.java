package dev.loraport.together;

import dev.loraport.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a job that only Together has, for {@link
 * dev.loraport.tuning.TuningSpec.Builder#putAllExtra}:
 *
 * <pre>{@code
 * TuningSpec.builder()
 *     .model("Qwen/Qwen3-8B")
 *     .trainingFile(file)
 *     .validationFile(other)
 *     .evaluations(10)
 *     .putAllExtra(TogetherTuning.fields().earlyStopping(2, 0.01, 1).extra())
 *     .build();
 * }</pre>
 *
 * <p>What is a detail of the training method goes to where Together has it. Sources: Together's
 * OpenAPI description 2.0.0 (2026-04-28) and TypeScript SDK 0.49.0 (2026-08-19); the preference
 * losses also by its Python SDK 1.5.34 (2025-12-23).
 */
public final class TogetherTuning {
  private final Map<String, Json> fields = new LinkedHashMap<>();
  private final Map<String, Json> method = new LinkedHashMap<>();

  private TogetherTuning() {}

  /** Starts without a field. */
  public static TogetherTuning fields() {
    return new TogetherTuning();
  }

  /**
   * A learning rate that falls along a line, in place of the cosine that is sent otherwise.
   *
   * @param minRatio its end as a share of the start, from 0 to 1
   */
  public TogetherTuning linearSchedule(double minRatio) {
    Json args = Json.object().put("min_lr_ratio", share(minRatio)).build();
    return schedule("linear", args);
  }

  /**
   * A learning rate that falls along a cosine.
   *
   * @param minRatio its end as a share of the start, from 0 to 1; 0 is sent otherwise
   * @param cycles how many periods of the cosine, over 0; 0.5 is sent otherwise
   */
  public TogetherTuning cosineSchedule(double minRatio, double cycles) {
    if (!(cycles > 0)) {
      throw new IllegalArgumentException("cycles must be over 0, not " + cycles);
    }
    return schedule(
        "cosine",
        Json.object().put("min_lr_ratio", share(minRatio)).put("num_cycles", cycles).build());
  }

  /** Batches that are added up for one step, from 1; that of the model where it is not given. */
  public TogetherTuning gradientAccumulationSteps(int steps) {
    return put("gradient_accumulation_steps", Json.of(atLeast(1, steps, "steps")));
  }

  /** Whether the vision part learns too; only for models that see, see {@link TogetherLimits}. */
  public TogetherTuning trainVision(boolean train) {
    return put("multimodal_params", Json.object().put("train_vision", train).build());
  }

  /**
   * Starts from weights at Hugging Face; the model of the spec is the template then, which tells
   * how they are trained. Not together with a checkpoint.
   *
   * @param repository the repository, such as {@code acme/my-model}
   */
  public TogetherTuning fromHuggingFace(String repository) {
    return put("from_hf_model", Json.of(repository));
  }

  /** The branch or commit for {@link #fromHuggingFace}; {@code main} where it is not given. */
  public TogetherTuning huggingFaceRevision(String revision) {
    return put("hf_model_revision", Json.of(revision));
  }

  /** The token for Hugging Face, for private weights and for a repository of the result. */
  public TogetherTuning huggingFaceToken(String token) {
    return put("hf_api_token", Json.of(token));
  }

  /** The repository at Hugging Face to which the result is pushed. */
  public TogetherTuning huggingFaceOutput(String repository) {
    return put("hf_output_repo_name", Json.of(repository));
  }

  /**
   * Stops when the loss on the validation file no longer falls. The spec needs a validation file,
   * and at least {@code patience + warmupEvaluations + 1} evaluations.
   *
   * @param patience evaluations without a better loss after which training stops, from 1
   * @param minDelta by how much a loss must be lower to be better, 0 or more
   * @param warmupEvaluations first evaluations that do not count, 0 or more
   */
  public TogetherTuning earlyStopping(int patience, double minDelta, int warmupEvaluations) {
    if (!(minDelta >= 0)) {
      throw new IllegalArgumentException("minDelta must be 0 or more, not " + minDelta);
    }
    put("early_stopping_enabled", Json.of(true));
    put("early_stopping_patience", Json.of(atLeast(1, patience, "patience")));
    put("early_stopping_min_delta", Json.of(minDelta));
    return put(
        "early_stopping_warmup_evals", Json.of(atLeast(0, warmupEvaluations, "warmupEvaluations")));
  }

  /** DPO: the weight of the likelihood of the preferred answer (RPO), 0 or more. */
  public TogetherTuning rpoAlpha(double alpha) {
    return detail("rpo_alpha", Json.of(positive(alpha, "alpha")));
  }

  /**
   * DPO: the margin of SimPO, 0 or more. Above 0 the loss has no reference model and is divided by
   * length, as in the provider's own clients.
   */
  public TogetherTuning simpoGamma(double gamma) {
    detail("simpo_gamma", Json.of(positive(gamma, "gamma")));
    return gamma > 0 ? referenceFree(true).normalizeByLength(true) : this;
  }

  /** DPO: whether log-probabilities are divided by the length of the answer. */
  public TogetherTuning normalizeByLength(boolean normalize) {
    return detail("dpo_normalize_logratios_by_length", Json.of(normalize));
  }

  /** DPO: whether the loss goes without a reference model. */
  public TogetherTuning referenceFree(boolean free) {
    return detail("dpo_reference_free", Json.of(free));
  }

  /** Any other field, by Together's name. */
  public TogetherTuning with(String name, Json value) {
    return put(name, value);
  }

  /** The fields, for {@link dev.loraport.tuning.TuningSpec.Builder#putAllExtra}. */
  public Map<String, Json> extra() {
    Map<String, Json> all = new LinkedHashMap<>(fields);
    if (!method.isEmpty()) {
      all.put("training_method", Json.object(method));
    }
    return Collections.unmodifiableMap(all);
  }

  /** The names of the fields; their values may be secrets. */
  @Override
  public String toString() {
    return "TogetherTuning" + extra().keySet();
  }

  private TogetherTuning schedule(String type, Json args) {
    return put(
        "lr_scheduler",
        Json.object().put("lr_scheduler_type", type).put("lr_scheduler_args", args).build());
  }

  private TogetherTuning detail(String name, Json value) {
    method.put(name, value);
    return this;
  }

  private TogetherTuning put(String name, Json value) {
    fields.put(name, value);
    return this;
  }

  private static long atLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be " + least + " or more, not " + value);
    }
    return value;
  }

  private static double positive(double value, String name) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(name + " must be 0 or more, not " + value);
    }
    return value;
  }

  private static double share(double ratio) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("minRatio must be from 0 to 1, not " + ratio);
    }
    return ratio;
  }
}
