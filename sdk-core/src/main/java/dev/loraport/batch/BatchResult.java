package dev.loraport.batch;

import dev.loraport.chat.ChatCompletion;
import dev.loraport.error.DecodeException;
import dev.loraport.internal.chat.CompletionReader;
import dev.loraport.internal.chat.ReportedError;
import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;

/**
 * What became of one request of a batch.
 *
 * @param customId the id that the request was given; empty where the line has none
 * @param status the HTTP status of the request, where the provider tells it
 * @param body the answer; absent where there is none
 * @param errorCode the provider's code of the error
 * @param error why the request failed; absent where it did not
 */
public record BatchResult(
    String customId,
    OptionalInt status,
    Optional<Json> body,
    Optional<String> errorCode,
    Optional<String> error) {
  public BatchResult {
    customId = Parts.text(customId);
    status = Parts.optional(status);
    body = Parts.json(body);
    errorCode = Parts.optional(errorCode);
    error = Parts.optional(error);
  }

  /** Whether the request was answered. */
  public boolean succeeded() {
    return error.isEmpty() && body.isPresent();
  }

  /**
   * The answer of a chat or of a text to go on with.
   *
   * @throws IllegalStateException if the request failed; the message says why
   * @throws DecodeException if the answer is none of a chat or a text
   */
  public ChatCompletion completion() {
    if (!succeeded()) {
      throw new IllegalStateException(
          "request " + customId + " of the batch failed: " + error.orElse("there is no answer"));
    }
    String text = body.orElseThrow().toString();
    try {
      return CompletionReader.read(text.getBytes(StandardCharsets.UTF_8), null);
    } catch (ReportedError | JacksonException | IllegalArgumentException e) {
      throw new DecodeException(
          null,
          null,
          "the answer to request "
              + customId
              + " of the batch is none of a chat ("
              + e.getMessage()
              + "); read body() instead",
          BatchResults.shorten(text),
          e);
    }
  }
}
