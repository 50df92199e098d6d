package dev.loraport.nebius;

import dev.loraport.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a downloaded file of the answers of a batch, line by line. The answers come in another
 * order than the requests. Lines that were seen hold the completion in {@code response} itself,
 * where OpenAI and some of the documentation have it in {@code response.body}: both are read.
 */
public final class BatchOutput {
  private static final int MAX_LINE = 64 << 20;

  private BatchOutput() {}

  /**
   * The answer to one request.
   *
   * @param customId the id of the request, empty where the line has none
   * @param body the completion; for a request that failed the body of the error, or {@link
   *     Json#missing()} if there is none
   * @param error what went wrong, by the provider; empty for a success
   */
  public record Line(String customId, Json body, Optional<Json> error) {}

  /**
   * Reads the lines of a file, in constant memory.
   *
   * @param file the file
   * @param each gets each line
   * @return how many there were
   * @throws IllegalArgumentException if a line is not JSON, or has over 64 Mi characters; the
   *     message names the file and the line
   * @throws UncheckedIOException if the file can't be read
   */
  public static long read(Path file, Consumer<Line> each) {
    long number = 1;
    long answers = 0;
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = next(in); line != null; line = next(in)) {
        if (!line.isBlank()) {
          each.accept(parsed(line));
          answers++;
        }
        number++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnreadableLineException e) {
      throw new IllegalArgumentException(
          file + ", line " + number + ": " + e.getMessage(), e.getCause());
    }
    return answers;
  }

  private static @Nullable String next(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString();
      }
      if (line.length() == MAX_LINE) {
        throw new UnreadableLineException("it has over " + MAX_LINE + " characters", null);
      }
      line.append((char) c);
    }
    return line.isEmpty() ? null : line.toString();
  }

  private static Line parsed(String text) {
    Json line;
    try {
      line = Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UnreadableLineException("it is no JSON", e);
    }
    Json response = line.get("response");
    Json body = response.get("body").isAbsent() ? response : response.get("body");
    Json error = line.get("error").isAbsent() ? body.get("error") : line.get("error");
    return new Line(
        line.get("custom_id").string().orElse(""),
        body.isAbsent() ? Json.missing() : body,
        error.isAbsent() ? Optional.empty() : Optional.of(error));
  }

  private static final class UnreadableLineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableLineException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
