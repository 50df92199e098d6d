package dev.loraport.together;

import dev.loraport.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a job may ask of a base model, as Together says it. A job that asks for more is refused with
 * an {@link IllegalArgumentException} before it is created.
 *
 * @param model the model
 * @param lora batch sizes for adapters; absent where they can't be tuned
 * @param full batch sizes for the whole model; absent where it can't be tuned
 * @param maxRank the highest rank of an adapter
 * @param targetModules the modules that an adapter can train
 * @param maxEpochs the most epochs
 * @param maxEvaluations the most evaluations
 * @param maxCheckpoints the most checkpoints
 * @param minLearningRate the smallest learning rate
 * @param maxLearningRate the largest learning rate
 * @param maxSequenceSft the longest sequence for supervised tuning, in tokens
 * @param maxSequenceDpo the longest sequence for preference tuning, in tokens
 * @param vision whether the vision part can learn
 * @param mergesAdapter whether a job leaves merged weights beside its adapter
 * @param extra what Together sent beyond the fields above, by its own names
 */
public record TogetherLimits(
    String model,
    Optional<Batch> lora,
    Optional<Batch> full,
    OptionalInt maxRank,
    List<String> targetModules,
    OptionalInt maxEpochs,
    OptionalInt maxEvaluations,
    OptionalInt maxCheckpoints,
    OptionalDouble minLearningRate,
    OptionalDouble maxLearningRate,
    OptionalInt maxSequenceSft,
    OptionalInt maxSequenceDpo,
    Optional<Boolean> vision,
    Optional<Boolean> mergesAdapter,
    Map<String, Json> extra) {
  /** Copies what is a collection. */
  public TogetherLimits {
    targetModules = List.copyOf(targetModules);
    extra = Json.object(extra).members();
  }

  /**
   * Examples per step.
   *
   * @param min the fewest
   * @param sft the most for supervised tuning
   * @param dpo the most for preference tuning
   */
  public record Batch(int min, int sft, int dpo) {}
}
