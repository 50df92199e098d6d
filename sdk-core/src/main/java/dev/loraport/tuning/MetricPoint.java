package dev.loraport.tuning;

import dev.loraport.spi.SdkStyle;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** What was measured at one moment of the training. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = MetricPoint.Builder.class)
public interface MetricPoint {
  /** The training step. */
  OptionalLong step();

  /** Epochs done, with a fraction. */
  OptionalDouble epoch();

  /** When. */
  Optional<Instant> time();

  /** All numbers by the provider's names, such as {@code train/loss}. */
  Map<String, Double> values();

  /** The loss on the training data. */
  default OptionalDouble trainLoss() {
    return value("train/loss");
  }

  /** The loss on the validation data. */
  default OptionalDouble evalLoss() {
    return value("eval/loss");
  }

  /** The number of that name. */
  default OptionalDouble value(String name) {
    Double value = values().get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link MetricPoint}. */
  final class Builder extends ImmutableMetricPoint.Builder {
    Builder() {}
  }
}
