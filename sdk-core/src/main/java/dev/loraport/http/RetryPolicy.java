package dev.loraport.http;

import dev.loraport.spi.SdkStyle;
import java.time.Duration;
import org.immutables.value.Value;

/**
 * How often and how fast calls are repeated. Which failures are worth it follows the kind of the
 * operation and the provider's own rules; a create is never repeated blindly.
 */
@Value.Immutable
@SdkStyle
public interface RetryPolicy {
  /** Repetitions after the first attempt: 2. */
  @Value.Default
  default int maxRetries() {
    return 2;
  }

  /** The first pause, doubled each time, of which a random share is waited: half a second. */
  @Value.Default
  default Duration baseDelay() {
    return Duration.ofMillis(500);
  }

  /** The longest pause that is computed: 8 seconds. */
  @Value.Default
  default Duration maxDelay() {
    return Duration.ofSeconds(8);
  }

  /**
   * The longest pause that a server may ask for: 60 seconds. A longer one fails the call at once,
   * with the wish in the exception. What is asked for is waited exactly, without a random share:
   * the server knows when it is ready, and {@code maxConcurrentCalls} and {@code maxCallsPerMinute}
   * keep calls from coming back all at once. While a deployment wakes up, the time for the whole
   * call is the only limit, and a wish for less than {@link #baseDelay()} is none.
   */
  @Value.Default
  default Duration maxRetryAfter() {
    return Duration.ofSeconds(60);
  }

  /**
   * Whether chat and other inference is repeated when no byte of an answer has come, or an error
   * after which the server may have done it: yes. If not, no rule of a provider and no {@code
   * x-should-retry} repeats it either; what a server refused (429, 503) is repeated all the same.
   */
  @Value.Default
  default boolean retryInference() {
    return true;
  }

  /**
   * The retry budget: how many repetitions may be made over all calls of a client before successes
   * fill it up again, each by a tenth of a repetition; 0 for no such limit. It keeps a fleet from
   * hammering a provider that is down or overloaded: where failures last, there is one repetition
   * for ten calls that succeed.
   */
  @Value.Default
  default int budget() {
    return 100;
  }

  /** Refuses what contradicts itself. */
  @Value.Check
  default void check() {
    if (maxRetries() < 0 || budget() < 0) {
      throw new IllegalArgumentException("maxRetries and budget must be 0 or more: " + this);
    }
    if (baseDelay().isNegative() || maxDelay().compareTo(baseDelay()) < 0) {
      throw new IllegalArgumentException("delays must be 0 <= base <= max: " + this);
    }
  }

  /** The default policy. */
  static RetryPolicy defaults() {
    return builder().build();
  }

  /** No repetition at all. */
  static RetryPolicy none() {
    return builder().maxRetries(0).build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the policy. */
  final class Builder extends ImmutableRetryPolicy.Builder {
    Builder() {}
  }
}
