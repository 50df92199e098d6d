package dev.loraport.batch;

import dev.loraport.json.Json;
import dev.loraport.spi.Fields;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads one line of a result file. The answer is the {@code body} of the {@code response}, beside
 * its status, or the {@code response} itself; an error stands in {@code error}, as an object or a
 * text, or in the body of a response whose status tells of one.
 */
final class ResultLine {
  private ResultLine() {}

  static BatchResult read(Json line) {
    Fields fields = Fields.of(line);
    Fields response = Fields.of(fields.json("response"));
    OptionalInt status = response.count("status_code", "statusCode");
    Json inner = response.json("body");
    Json body = inner.isAbsent() && status.isEmpty() ? fields.json("response") : inner;
    Json error = fields.json("error");
    if (!isError(error)) {
      error = body.get("error");
    }
    boolean failed = isError(error) || status.orElse(200) >= 400;
    boolean answered = body.kind() != Json.Kind.MISSING && body.kind() != Json.Kind.NULL;
    return new BatchResult(
        fields.text("custom_id", "customId").orElse(""),
        status,
        answered ? Optional.of(body) : Optional.empty(),
        failed ? Fields.of(error).text("code", "type") : Optional.empty(),
        failed || !answered ? Optional.of(message(error, status)) : Optional.empty());
  }

  private static boolean isError(Json error) {
    return switch (error.kind()) {
      case OBJECT -> !error.members().isEmpty();
      case STRING -> !error.string().orElse("").isBlank();
      default -> false;
    };
  }

  private static String message(Json error, OptionalInt status) {
    Optional<String> text =
        error.kind() == Json.Kind.STRING
            ? error.string()
            : Fields.of(error).text("message", "detail");
    return text.filter(said -> !said.isBlank())
        .orElseGet(
            () ->
                isError(error)
                    ? error.toString()
                    : status.isPresent()
                        ? "status " + status.getAsInt() + " without a reason"
                        : "the line has neither an answer nor an error");
  }
}
