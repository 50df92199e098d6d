package dev.loraport.http;

import dev.loraport.spi.SdkStyle;
import java.time.Duration;
import org.immutables.value.Value;

/**
 * The four time limits of a call. Zero switches one off.
 *
 * <p>None of them is for connections that nobody uses. The JDK's client keeps those for 20 minutes
 * with Java 17, and 30 seconds since Java 20; the system property {@code
 * jdk.httpclient.keepalive.timeout} sets it, in seconds. Where something between here and the
 * provider closes them earlier without a word, as some firewalls do, set it lower: a call that
 * finds its connection dead is repeated unless it creates something, which might have been done.
 */
@Value.Immutable
@SdkStyle
public interface Timeouts {
  /** For opening a connection: 10 seconds. */
  @Value.Default
  default Duration connect() {
    return Duration.ofSeconds(10);
  }

  /**
   * From the end of the request to the headers of the answer: 60 seconds. While a body of over 64
   * KiB goes out, it is the time between two pieces of it; connecting and sending a smaller one
   * count as a part of it. It does not hold for answers of a model that are not streamed, whose
   * headers come only when the answer is complete: there {@link #total()} counts, unless the
   * options of the call name this limit.
   */
  @Value.Default
  default Duration responseHeaders() {
    return Duration.ofSeconds(60);
  }

  /** Between two pieces of a body that is being read, streams too: 60 seconds. */
  @Value.Default
  default Duration readIdle() {
    return Duration.ofSeconds(60);
  }

  /** The whole call with its retries: 5 minutes; none for streams, uploads and downloads. */
  @Value.Default
  default Duration total() {
    return Duration.ofMinutes(5);
  }

  /** Refuses what contradicts itself. */
  @Value.Check
  default void check() {
    if (connect().isNegative()
        || responseHeaders().isNegative()
        || readIdle().isNegative()
        || total().isNegative()) {
      throw new IllegalArgumentException("a timeout must be 0 or more: " + this);
    }
  }

  /** The default limits. */
  static Timeouts defaults() {
    return builder().build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the limits. */
  final class Builder extends ImmutableTimeouts.Builder {
    Builder() {}
  }
}
