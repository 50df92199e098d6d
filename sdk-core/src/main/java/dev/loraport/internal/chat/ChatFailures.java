package dev.loraport.internal.chat;

import dev.loraport.error.ApiException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.ErrorAnswer;
import dev.loraport.error.StreamException;
import dev.loraport.error.TransportException;
import dev.loraport.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The exceptions of one call.
 *
 * @param provider the provider
 * @param operation the operation
 * @param requestId the id of the request, if the provider sent one
 */
record ChatFailures(String provider, String operation, @Nullable String requestId) {
  private static final int RAW_LIMIT = 64 << 10;

  /** A stream that did not come to its end. */
  StreamException stream(String what, ChatAccumulator soFar, @Nullable Throwable cause) {
    int chunks = soFar.chunks();
    return new StreamException(
        provider,
        operation,
        head() + what + " after " + chunks + (chunks == 1 ? " chunk" : " chunks") + tail(),
        soFar.build(),
        cause);
  }

  /** An error that a server reported in the body of a success, or in an event. */
  ApiException reported(byte[] text) {
    Json body = json(text);
    Json error = body.get("error").isAbsent() ? body : body.get("error");
    ErrorAnswer.Builder answer =
        ErrorAnswer.builder()
            .provider(provider)
            .operation(operation)
            .status(200)
            .message(member("message", error, body).or(() -> text(error)).orElse(error.toString()))
            .code(member("code", error, body))
            .type(member("type", error, body))
            .param(member("param", error, body))
            .rawBody(raw(text));
    answer.requestId(Optional.ofNullable(requestId).or(() -> text(body.get("id"))));
    return ApiException.of(answer.build());
  }

  private static Json json(byte[] text) {
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException notJson) {
      return Json.of(raw(text));
    }
  }

  private static Optional<String> member(String name, Json error, Json body) {
    return text(error.get(name)).or(() -> text(body.get(name)));
  }

  /** A whole answer that can't be read. */
  DecodeException unreadable(byte[] body, RuntimeException cause) {
    return new DecodeException(
        provider,
        operation,
        head() + "200 with an unreadable body: " + reason(cause) + tail(),
        raw(body),
        requestId,
        cause);
  }

  /** A whole answer that broke off. */
  TransportException broken(Throwable cause) {
    return new TransportException(
        provider,
        operation,
        head() + "the answer broke off: " + reason(cause) + tail(),
        true,
        1,
        requestId,
        cause);
  }

  /** What an exception says, in one line, but for the call, which is named around it. */
  String reason(Throwable cause) {
    String message =
        cause instanceof JacksonException json ? json.getOriginalMessage() : cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message
            .strip()
            .replaceAll("\\s+", " ")
            .replace(head(), "")
            .replaceFirst(" \\((request-id=\\S+, )?attempts=\\d+\\)$", "");
  }

  private String head() {
    return provider + " " + operation + ": ";
  }

  private String tail() {
    return requestId == null ? "" : " (request-id=" + requestId + ")";
  }

  private static Optional<String> text(Json json) {
    return switch (json.kind()) {
      case STRING -> json.string();
      case NUMBER -> Optional.of(json.toString());
      default -> Optional.empty();
    };
  }

  private static String raw(byte[] body) {
    return new String(body, 0, Math.min(body.length, RAW_LIMIT), StandardCharsets.UTF_8);
  }
}
