package dev.loraport.tuning;

import dev.loraport.internal.json.Parts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What was measured at one moment of the training.
 *
 * @param step the training step
 * @param epoch epochs done, with a fraction
 * @param time when
 * @param values all numbers by the provider's names, such as {@code train/loss}
 */
public record MetricPoint(
    OptionalLong step, OptionalDouble epoch, Optional<Instant> time, Map<String, Double> values) {
  public MetricPoint {
    step = Parts.optional(step);
    epoch = Parts.optional(epoch);
    time = Parts.optional(time);
    values = Parts.map(values);
  }

  /** The loss on the training data. */
  public OptionalDouble trainLoss() {
    return value("train/loss");
  }

  /** The loss on the validation data. */
  public OptionalDouble evalLoss() {
    return value("eval/loss");
  }

  /** The number of that name. */
  public OptionalDouble value(String name) {
    Double value = values.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
