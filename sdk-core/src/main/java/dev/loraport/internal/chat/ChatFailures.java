package dev.loraport.internal.chat;

import dev.loraport.error.ApiException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.ErrorAnswer;
import dev.loraport.error.StreamException;
import dev.loraport.error.TransportException;
import dev.loraport.internal.http.Addresses;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.OpenAiErrors;
import dev.loraport.spi.Operation;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The exceptions of one call.
 *
 * @param provider the provider
 * @param operation the operation
 * @param status the status of the answer
 * @param requestId the id of the request, if the provider sent one
 */
record ChatFailures(String provider, String operation, int status, @Nullable String requestId) {
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
    ErrorAnswer.Builder answer =
        ErrorAnswer.builder()
            .provider(provider)
            .operation(operation)
            .status(status)
            .rawBody(raw(text))
            .requestId(Optional.ofNullable(requestId).or(() -> idIn(text)));
    new OpenAiErrors().read(answer.build(), answer);
    return ApiException.of(answer.build());
  }

  private static Optional<String> idIn(byte[] text) {
    try {
      return Json.parse(text).get("id").string();
    } catch (IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }

  /**
   * A piece of what came, for a message: without the queries of addresses, and what may be keys.
   */
  String shown(String text) {
    return Addresses.withoutQueries(text)
        .replaceAll("\\s+", " ")
        .replaceAll("[\\w+=-]{20,}", "***");
  }

  /** A whole answer that can't be read. */
  DecodeException unreadable(byte[] body, HttpHeaders headers, RuntimeException cause) {
    Operation call = new Operation(operation, Operation.Kind.INFERENCE);
    return new Answer(provider, call, status, headers, body, requestId)
        .unreadable(reason(cause), cause);
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

  private static String raw(byte[] body) {
    return new String(body, 0, Math.min(body.length, RAW_LIMIT), StandardCharsets.UTF_8);
  }
}
