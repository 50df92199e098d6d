package dev.loraport.error;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server answered, and refused the call.
 *
 * <p>The subclasses follow the status. The message is one line: {@code together jobs.create: 422
 * invalid_request "learning_rate ..." (request-id=..., attempts=1)}.
 */
public class ApiException extends LoraportException {
  private static final long serialVersionUID = 1L;
  private static final int MESSAGE_LIMIT = 500;

  private final transient ErrorAnswer answer;

  /**
   * Makes the exception of an answer; use {@link #of(ErrorAnswer)} for the class that fits.
   *
   * @param answer the answer
   */
  public ApiException(ErrorAnswer answer) {
    super(answer.provider(), answer.operation(), line(answer), null);
    this.answer = answer;
  }

  /** The exception of the class that fits the status. */
  public static ApiException of(ErrorAnswer answer) {
    return switch (answer.status()) {
      case 400, 422 -> new BadRequestException(answer);
      case 401 -> new AuthenticationException(answer);
      case 402 -> new InsufficientFundsException(answer);
      case 403 -> new PermissionDeniedException(answer);
      case 404 -> new NotFoundException(answer);
      case 409, 412 -> new ConflictException(answer);
      case 413 -> new PayloadTooLargeException(answer);
      case 429 -> new RateLimitedException(answer);
      default ->
          answer.status() >= 500 ? new ServerErrorException(answer) : new ApiException(answer);
    };
  }

  private static String line(ErrorAnswer answer) {
    StringBuilder line =
        new StringBuilder()
            .append(answer.provider())
            .append(' ')
            .append(answer.operation())
            .append(": ")
            .append(answer.status());
    answer.code().or(answer::type).ifPresent(code -> line.append(' ').append(oneLine(code)));
    if (!answer.message().isBlank()) {
      line.append(" \"").append(oneLine(answer.message())).append('"');
    }
    answer.hint().ifPresent(hint -> line.append("; ").append(hint));
    line.append(" (");
    answer.requestId().ifPresent(id -> line.append("request-id=").append(id).append(", "));
    line.append("attempts=").append(answer.attempts());
    answer.retryAfter().ifPresent(wait -> line.append(", retry-after=").append(seconds(wait)));
    return line.append(')').toString();
  }

  private static String seconds(Duration wait) {
    return wait.toMillis() % 1000 == 0 ? wait.toSeconds() + "s" : wait.toMillis() / 1000.0 + "s";
  }

  private static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > MESSAGE_LIMIT ? line.substring(0, MESSAGE_LIMIT) + "..." : line;
  }

  /** All that is known of the answer. */
  public final ErrorAnswer answer() {
    return answer;
  }

  /** The HTTP status. */
  public final int status() {
    return answer.status();
  }

  /** The provider's code of the error, such as {@code model_not_available}. */
  public final Optional<String> code() {
    return answer.code();
  }

  /** The provider's type of the error. */
  public final Optional<String> type() {
    return answer.type();
  }

  /** The provider's text for people. */
  public final String apiMessage() {
    return answer.message();
  }

  @Override
  public final Optional<String> requestId() {
    return answer.requestId();
  }

  /** The headers of the answer, names in lower case. */
  public final Map<String, List<String>> headers() {
    return answer.headers();
  }

  /** The body, up to 64 KiB, without secrets; see {@link ErrorAnswer#rawBody()}. */
  public final String rawBody() {
    return answer.rawBody();
  }

  /** How often the call was sent. */
  public final int attempts() {
    return answer.attempts();
  }

  /** How long the server asks to wait. */
  public final Optional<Duration> retryAfter() {
    return answer.retryAfter();
  }
}
