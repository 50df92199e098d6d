package dev.loraport.error;

import dev.loraport.spi.SdkStyle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** All that is known of an answer by which a server refused a call. */
@Value.Immutable
@SdkStyle
public interface ErrorAnswer {
  /** The provider, such as {@code together}. */
  String provider();

  /** The operation, such as {@code jobs.create}. */
  String operation();

  /** The HTTP status. */
  int status();

  /** The provider's code of the error, such as {@code model_not_available}. */
  Optional<String> code();

  /** The provider's type of the error, such as {@code invalid_request_error}. */
  Optional<String> type();

  /** The field of the request that is to blame. */
  Optional<String> param();

  /** The provider's text for people; the beginning of the body where it has no such text. */
  @Value.Default
  default String message() {
    return "";
  }

  /** What this library adds: what to do about it. */
  Optional<String> hint();

  /** The id of the request, for the support of the provider. */
  Optional<String> requestId();

  /** The headers of the answer, names in lower case; secrets are masked. */
  Map<String, List<String>> headers();

  /**
   * The body as it came, up to 64 KiB, HTML and all, but for secrets: keys and the parameters of
   * signed addresses are masked, and of a storage's XML only code and message are left.
   */
  @Value.Default
  default String rawBody() {
    return "";
  }

  /** How often the call was sent. */
  @Value.Default
  default int attempts() {
    return 1;
  }

  /** How long the server asks to wait. */
  Optional<Duration> retryAfter();

  /**
   * This answer with another hint.
   *
   * @param hint what to do about it
   */
  default ErrorAnswer withHint(String hint) {
    return builder().from(this).hint(hint).build();
  }

  /** Starts an answer. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of an {@link ErrorAnswer}. */
  final class Builder extends ImmutableErrorAnswer.Builder {
    Builder() {}
  }
}
