package dev.loraport;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** What one call does differently from the client's settings. */
@Value.Immutable
@SdkStyle
public interface RequestOptions {
  /** Nothing different. */
  static RequestOptions none() {
    return RequestOptionsDefaults.NONE;
  }

  /** The limit on the whole call with its retries; zero for none, as for the others. */
  Optional<Duration> timeout();

  /** The limit from sending a request to the headers of its answer. */
  Optional<Duration> responseTimeout();

  /** The limit between two pieces of a body. */
  Optional<Duration> idleTimeout();

  /** How often a call may be repeated; 0 for never. */
  OptionalInt maxRetries();

  /** Headers to add or replace; they can't replace the credentials. */
  @Value.Redacted
  Map<String, String> headers();

  /** Query parameters to add. */
  @Value.Redacted
  Map<String, String> query();

  /** Members to add to the JSON body of the request. */
  @Value.Redacted
  Map<String, Json> extraBody();

  @Value.Check
  default void check() {
    if (timeout().filter(Duration::isNegative).isPresent()
        || responseTimeout().filter(Duration::isNegative).isPresent()
        || idleTimeout().filter(Duration::isNegative).isPresent()
        || maxRetries().orElse(0) < 0) {
      throw new IllegalArgumentException("time limits and maxRetries must be 0 or more: " + this);
    }
  }

  /** These options, with the other's where the other has them. */
  default RequestOptions with(RequestOptions other) {
    if (this == none()) {
      return other;
    }
    if (other == none()) {
      return this;
    }
    Builder merged = builder().from(this);
    other.timeout().ifPresent(merged::timeout);
    other.responseTimeout().ifPresent(merged::responseTimeout);
    other.idleTimeout().ifPresent(merged::idleTimeout);
    other.maxRetries().ifPresent(merged::maxRetries);
    return merged
        .putAllHeaders(other.headers())
        .putAllQuery(other.query())
        .putAllExtraBody(other.extraBody())
        .build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of {@link RequestOptions}. */
  final class Builder extends ImmutableRequestOptions.Builder {
    Builder() {}
  }
}
