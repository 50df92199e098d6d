package dev.loraport.testkit.internal.fireworks.batch;

import dev.loraport.testkit.internal.engine.LineReader;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows of one batch job: read, checked, answered, and counted. */
final class BatchRun {
  private static final int MAX_LINE = 4 * 1024 * 1024;

  private record Row(String id, ObjectNode body) {}

  private final List<Row> rows = new ArrayList<>();
  private final Set<String> done = new HashSet<>();
  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private int succeeded;
  private int failed;
  private long inputTokens;
  private long outputTokens;

  /**
   * Reads all rows but those that an earlier job has finished; what is wrong with them, or null.
   */
  @Nullable String read(Collection<Spool> files, Set<String> finished) {
    rows.clear();
    Set<String> ids = new HashSet<>();
    int number = 0;
    for (Spool file : files) {
      try (InputStream in = file.open();
          LineReader reader = new LineReader(in, MAX_LINE)) {
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
          number++;
          String problem = line.length == 0 ? null : row(line, ids, finished);
          if (problem != null) {
            return "dataset row " + number + ": " + problem;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return ids.isEmpty() ? "dataset has no rows" : null;
  }

  private @Nullable String row(byte[] line, Set<String> ids, Set<String> finished) {
    JsonNode node = Wire.parse(line);
    if (node == null || !node.isObject()) {
      return "not a JSON object";
    }
    String id = Wire.string(node, "custom_id", "");
    if (id.isEmpty() || !ids.add(id)) {
      return id.isEmpty() ? "custom_id is missing" : "custom_id \"" + id + "\" is not unique";
    }
    if (!(node.path("body") instanceof ObjectNode body) || !body.path("messages").isArray()) {
      return "body.messages is missing";
    }
    if (!finished.contains(id)) {
      rows.add(new Row(id, body));
    }
    return null;
  }

  int size() {
    return rows.size();
  }

  /** Ids of the rows that were answered, with success or without. */
  Set<String> done() {
    return Set.copyOf(done);
  }

  /** Answers the first rows; an answer with an {@code error} goes to the file of errors. */
  void answer(int most, Function<ObjectNode, ObjectNode> model) {
    for (Row row : rows.subList(0, Math.min(most, rows.size()))) {
      ObjectNode answer = model.apply(row.body());
      ObjectNode line = Wire.object().put("custom_id", row.id());
      boolean success = !answer.has("error");
      line.set(success ? "response" : "error", success ? answer : answer.path("error"));
      ByteArrayOutputStream file = success ? results : errors;
      file.writeBytes(Wire.bytes(line));
      file.write('\n');
      done.add(row.id());
      succeeded += success ? 1 : 0;
      failed += success ? 0 : 1;
      inputTokens += answer.path("usage").path("prompt_tokens").asLong(0);
      outputTokens += answer.path("usage").path("completion_tokens").asLong(0);
    }
  }

  /** The files of the output data set: that of errors is there even when it is empty. */
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("BIJOutputSet.jsonl", results.toByteArray());
    files.put("error-data", errors.toByteArray());
    return files;
  }

  ObjectNode progress() {
    int processed = succeeded + failed;
    return Wire.object()
        .put("percent", rows.isEmpty() ? 0 : 100 * processed / rows.size())
        .put("epoch", 0)
        .put("totalInputRequests", rows.size())
        .put("totalProcessedRequests", processed)
        .put("successfullyProcessedRequests", succeeded)
        .put("failedRequests", failed)
        .put("outputRows", succeeded)
        .put("inputTokens", inputTokens)
        .put("outputTokens", outputTokens)
        .put("cachedInputTokenCount", 0);
  }
}
