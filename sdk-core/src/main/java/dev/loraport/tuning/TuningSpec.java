package dev.loraport.tuning;

import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A fine-tuning job to be created. What is left out is sent with the default that the javadoc
 * names, or left to the provider where it names none.
 */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = TuningSpec.Builder.class)
public interface TuningSpec {
  /**
   * The base model, by the provider's name for training it; not always the name under which it is
   * served.
   */
  String model();

  /** The uploaded training file. */
  FileId trainingFile();

  /** The uploaded validation file; used where {@link #evaluations()} is over 0. */
  Optional<FileId> validationFile();

  /** How the model learns. */
  @Value.Default
  default TuningMethod method() {
    return TuningMethod.SFT;
  }

  /**
   * How strongly a preference counts, over 0: the beta of {@link TuningMethod#DPO} or the lambda of
   * {@link TuningMethod#ORPO}; the provider's default where it is not given. Not for {@link
   * TuningMethod#SFT}.
   */
  OptionalDouble beta();

  /** The adapter; rank 16 by default. Without effect where {@link #fullParameters()} is set. */
  @Value.Default
  default Lora lora() {
    return Lora.rank(16);
  }

  /** Whether the whole model is tuned instead of an adapter; never by default. */
  @Value.Default
  default boolean fullParameters() {
    return false;
  }

  /** How often the data is gone through, from 1; each epoch is billed. */
  @Value.Default
  default int epochs() {
    return 1;
  }

  /** The step size; 0.0001 by default, a usual start for LoRA. */
  @Value.Default
  default double learningRate() {
    return 0.0001;
  }

  /** Examples per step; the largest that the provider allows where it is not given. */
  OptionalInt batchSize();

  /**
   * The longest example in tokens; what is beyond is cut or refused. The maximum of the model where
   * it is not given.
   */
  OptionalInt maxSequenceLength();

  /** The share of steps over which the learning rate rises, from 0 to 1. */
  @Value.Default
  default double warmupRatio() {
    return 0.0;
  }

  /** The weight decay, 0 or more. */
  @Value.Default
  default double weightDecay() {
    return 0.0;
  }

  /** Where gradients are clipped, 0 or more; 0 switches clipping off. */
  OptionalDouble maxGradientNorm();

  /** Whether several short examples share one sequence. */
  Optional<Boolean> packing();

  /** Whether the prompt is learned too; by the format of the data where it is not given. */
  Optional<Boolean> trainOnInputs();

  /** The seed of the shuffle. */
  OptionalLong seed();

  /** How many checkpoints to keep. */
  OptionalInt checkpoints();

  /** How often to evaluate on the validation file, without which it must be 0 or absent. */
  OptionalInt evaluations();

  /** Part of the name of the result, up to 64 characters. */
  Optional<String> suffix();

  /** A job or checkpoint to go on from, in the form of {@link Checkpoint#resumeFrom()}. */
  Optional<String> fromCheckpoint();

  /** Where the job reports to. */
  Optional<Wandb> wandb();

  /**
   * Fields to add to the request, by the names of the provider; they win over what this library
   * sends. They may hold secrets, and are masked in {@code toString}.
   */
  @Value.Redacted
  Map<String, Json> extra();

  /** Refuses what contradicts itself. */
  @Value.Check
  default void check() {
    if (model().isBlank()) {
      throw new IllegalArgumentException("model is empty");
    }
    if (epochs() < 1) {
      throw new IllegalArgumentException("epochs must be 1 or more, not " + epochs());
    }
    if (!(learningRate() > 0 && learningRate() <= 1)) {
      throw new IllegalArgumentException(
          "learningRate must be over 0 and at most 1, not " + learningRate());
    }
    if (!(warmupRatio() >= 0 && warmupRatio() <= 1)) {
      throw new IllegalArgumentException("warmupRatio must be from 0 to 1, not " + warmupRatio());
    }
    if (!(weightDecay() >= 0)) {
      throw new IllegalArgumentException("weightDecay must be 0 or more, not " + weightDecay());
    }
    if (batchSize().isPresent() && batchSize().getAsInt() < 1) {
      throw new IllegalArgumentException(
          "batchSize must be 1 or more, not " + batchSize().getAsInt());
    }
    if (beta().isPresent()) {
      double beta = beta().getAsDouble();
      if (!(beta > 0 && Double.isFinite(beta))) {
        throw new IllegalArgumentException("beta must be over 0, not " + beta);
      }
      if (method().equals(TuningMethod.SFT)) {
        throw new IllegalArgumentException(
            "beta is for methods that learn from preferences, not for sft; leave it out");
      }
    }
    if (evaluations().orElse(0) > 0 && validationFile().isEmpty()) {
      throw new IllegalArgumentException(
          "evaluations are made on a validationFile; give one or leave evaluations out");
    }
    if (suffix().isPresent() && suffix().get().length() > 64) {
      throw new IllegalArgumentException("suffix has over 64 characters");
    }
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link TuningSpec}. */
  final class Builder extends ImmutableTuningSpec.Builder {
    Builder() {}
  }
}
