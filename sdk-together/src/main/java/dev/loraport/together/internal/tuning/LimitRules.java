package dev.loraport.together.internal.tuning;

import dev.loraport.json.Json;
import dev.loraport.spi.Fields;
import dev.loraport.together.TogetherLimits;
import dev.loraport.together.TogetherLimits.Batch;
import dev.loraport.together.internal.wire.TargetModules;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What a job asks for beyond what Together says of its base model. */
final class LimitRules {
  // not always among the modules that the limits name, and yet to be trained on some models
  private static final List<String> EXPERTS = List.of("w_up", "w_gate", "w_down");

  private final Json job;
  private final TogetherLimits limits;

  private LimitRules(Json job, TogetherLimits limits) {
    this.job = job;
    this.limits = limits;
  }

  /**
   * Refuses it before anything is created. What is not told limits nothing.
   *
   * @param job the request
   * @throws IllegalArgumentException with the field and its limit
   */
  static void check(Json job, TogetherLimits limits) {
    new LimitRules(job, limits).check();
  }

  private void check() {
    Json type = job.get("training_type");
    boolean lora = type.get("type").string().filter("lora"::equalsIgnoreCase).isPresent();
    boolean dpo =
        job.get("training_method").get("method").string().filter("dpo"::equals).isPresent();
    batch(lora)
        .ifPresent(
            batch ->
                range(
                    "batchSize (batch_size)",
                    job,
                    OptionalDouble.of(batch.min()),
                    OptionalDouble.of(dpo ? batch.dpo() : batch.sft())));
    if (lora) {
      most("rank (lora_r)", type, limits.maxRank());
      modules(TargetModules.of(type));
    }
    most("epochs (n_epochs)", job, limits.maxEpochs());
    most("evaluations (n_evals)", job, limits.maxEvaluations());
    most("checkpoints (n_checkpoints)", job, limits.maxCheckpoints());
    OptionalInt longest = dpo ? limits.maxSequenceDpo() : limits.maxSequenceSft();
    OptionalInt shortest = Fields.of(Json.object(limits.extra())).count("min_max_seq_length");
    range("maxSequenceLength (max_seq_length)", job, number(shortest), number(longest));
    range("learningRate (learning_rate)", job, limits.minLearningRate(), limits.maxLearningRate());
    if (!job.get("multimodal_params").isAbsent() && !limits.vision().orElse(true)) {
      throw new IllegalArgumentException(
          limits.model() + " does not see at Together; leave multimodal_params (trainVision) out");
    }
  }

  private Optional<Batch> batch(boolean lora) {
    Optional<Batch> wanted = lora ? limits.lora() : limits.full();
    Optional<Batch> other = lora ? limits.full() : limits.lora();
    if (wanted.isEmpty() && other.isPresent()) {
      throw new IllegalArgumentException(
          limits.model()
              + (lora
                  ? " is tuned as a whole alone at Together; set fullParameters"
                  : " is tuned by adapters alone at Together; leave fullParameters out"));
    }
    return wanted;
  }

  private void modules(TargetModules wanted) {
    TargetModules known = TargetModules.of(limits.targetModules());
    for (String module : wanted.names()) {
      if (!known.names().isEmpty()
          && !known.names().contains(module)
          && !EXPERTS.contains(module)) {
        throw new IllegalArgumentException(
            limits.model()
                + " has no module "
                + module
                + " to train at Together; choose among "
                + limits.targetModules());
      }
    }
  }

  private void most(String name, Json in, OptionalInt most) {
    range(name, in, OptionalDouble.empty(), number(most));
  }

  private void range(String name, Json in, OptionalDouble least, OptionalDouble most) {
    String key = name.substring(name.indexOf('(') + 1, name.length() - 1);
    Optional<BigDecimal> number = Fields.of(in).number(key);
    if (number.isEmpty()) {
      return;
    }
    double value = number.get().doubleValue();
    if (value < least.orElse(value) || value > most.orElse(value)) {
      String range =
          least.isPresent() && least.equals(most)
              ? name + " must be " + text(least) + " for " + limits.model()
              : limits.model()
                  + " takes "
                  + name
                  + (least.isPresent() ? " from " + text(least) : "")
                  + (most.isPresent() ? " up to " + text(most) : "");
      throw new IllegalArgumentException(
          range + " at Together, not " + number.get().toPlainString());
    }
  }

  private static OptionalDouble number(OptionalInt number) {
    return number.isPresent() ? OptionalDouble.of(number.getAsInt()) : OptionalDouble.empty();
  }

  private static String text(OptionalDouble number) {
    return BigDecimal.valueOf(number.getAsDouble()).stripTrailingZeros().toPlainString();
  }
}
