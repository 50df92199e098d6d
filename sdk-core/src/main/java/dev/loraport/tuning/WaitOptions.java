package dev.loraport.tuning;

import dev.loraport.spi.SdkStyle;
import java.time.Duration;
import org.immutables.value.Value;

/** How to wait for something at a provider. */
@Value.Immutable
@SdkStyle
public interface WaitOptions {
  /**
   * The longest wait; what is waited for goes on after it. The last look, which begins when it is
   * over, gets a tenth of it, up to five seconds.
   */
  Duration timeout();

  /** The pause before the second look; each further one is half as long again. */
  @Value.Default
  default Duration initialInterval() {
    return Duration.ofSeconds(2);
  }

  /** The longest pause between two looks. */
  @Value.Default
  default Duration maxInterval() {
    return Duration.ofSeconds(60);
  }

  /** How many looks in a row may fail for passing reasons before the wait fails. */
  @Value.Default
  default int maxConsecutiveErrors() {
    return 5;
  }

  /** Told after each look at a job. */
  @Value.Auxiliary
  @Value.Default
  default JobListener listener() {
    return JobListener.NONE;
  }

  /** Refuses what contradicts itself. */
  @Value.Check
  default void check() {
    if (timeout().isNegative() || timeout().isZero()) {
      throw new IllegalArgumentException("timeout must be over 0, not " + timeout());
    }
    if (initialInterval().isNegative() || maxInterval().compareTo(initialInterval()) < 0) {
      throw new IllegalArgumentException(
          "intervals must be 0 <= initial <= max, not " + initialInterval() + ".." + maxInterval());
    }
  }

  /** Waits so long at the most. */
  static WaitOptions of(Duration timeout) {
    return builder().timeout(timeout).build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of {@link WaitOptions}. */
  final class Builder extends ImmutableWaitOptions.Builder {
    Builder() {}
  }
}
