package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.LineReader;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a job finds in its training file.
 *
 * @param rows the examples in it
 * @param problem what makes it unfit; empty when nothing does
 */
record DataCheck(int rows, String problem) {
  private static final int MAX_LINE = 16 * 1024 * 1024;
  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

  static DataCheck of(Spool file) {
    int rows = 0;
    int number = 0;
    try (LineReader reader = new LineReader(file.open(), MAX_LINE)) {
      for (byte[] line = reader.next(); line != null; line = reader.next()) {
        number++;
        if (line.length > 0) {
          rows++;
          String problem = problem(Wire.parse(line));
          if (!problem.isEmpty()) {
            return new DataCheck(rows, "Line " + number + ": " + problem);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DataCheck(rows, rows == 0 ? "The file has no examples" : "");
  }

  private static String problem(@Nullable JsonNode line) {
    if (line == null || !line.isObject()) {
      return "not a JSON object";
    }
    if (line.has("messages")) {
      return messages(line.path("messages"));
    }
    boolean known = line.has("text") || (line.has("prompt") && line.has("completion"));
    return known ? "" : "neither messages, prompt and completion, nor text";
  }

  private static String messages(JsonNode messages) {
    if (!messages.isArray() || messages.isEmpty()) {
      return "messages must be a non-empty list";
    }
    for (JsonNode message : messages) {
      String role = Wire.string(message, "role", "");
      if (!ROLES.contains(role)) {
        return "unknown role '" + role + "'";
      }
    }
    return "";
  }
}
