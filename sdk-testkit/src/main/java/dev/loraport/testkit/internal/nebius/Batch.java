package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.LineReader;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One batch on its way: validating, running, finalizing, done. */
final class Batch {
  private static final String[] STATES = {"validating", "running", "finalizing"};
  private static final String[] TIMES = {"", "in_progress_at", "finalizing_at", "completed_at"};
  private static final String RESULTS = "batch-output";
  private static final int MAX_LINE = 4 * 1024 * 1024;

  private final World world;
  private final FileStore files;
  private final Inference inference;
  private final ObjectNode request;
  private final StoredFile input;
  private final ObjectNode view;
  private final Timeline timeline;
  private int entered;
  private @Nullable Timeline cancelling;

  Batch(World world, FileStore files, Inference inference, ObjectNode request, StoredFile input) {
    this.world = world;
    this.files = files;
    this.inference = inference;
    this.request = request;
    this.input = input;
    this.timeline = new Timeline(world.clock, STATES.length, STATES.length, world.jobDuration(0.5));
    this.view =
        Wire.object()
            .put("id", "batch_" + world.ids.uuid())
            .put("object", "batch")
            .put("endpoint", request.path("endpoint").asString())
            .put("input_file_id", input.id())
            .put("completion_window", "24h")
            .put("status", STATES[0])
            .put("created_at", world.now());
    view.putObject("request_counts");
    view.putNull("output_file_id").putNull("error_file_id");
    for (String field : new String[] {"override_settings", "metadata"}) {
      JsonNode given = request.path(field);
      view.set(field, given.isObject() ? given : view.nullNode());
    }
  }

  String id() {
    return view.path("id").asString();
  }

  ObjectNode view() {
    return view.deepCopy();
  }

  /** Brings the batch to where it is by now. */
  void refresh(boolean look) {
    if (cancelling != null) {
      boolean over = (look ? cancelling.look() : cancelling.step()) > 0;
      view.put("status", over ? "cancelled" : "cancelling");
      return;
    }
    int step = look ? timeline.look() : timeline.step();
    while (entered < step) {
      entered++;
      view.put(TIMES[entered], timeline.at(entered).getEpochSecond());
      view.put("status", entered < STATES.length ? STATES[entered] : end());
    }
  }

  private String end() {
    if (!files.has(input.id())) {
      return "failed";
    }
    run();
    return world.switches.batchEnd();
  }

  /** Asks the batch to end; one that has ended stays as it is. */
  void cancel() {
    if (entered < STATES.length && cancelling == null) {
      cancelling = new Timeline(world.clock, 1, 1, world.jobDuration(0.05));
      view.put("status", "cancelling");
    }
  }

  /** Answers every line; the order of the output is not that of the input. */
  private void run() {
    List<ObjectNode> answers = new ArrayList<>();
    List<ObjectNode> errors = new ArrayList<>();
    try (LineReader reader = new LineReader(input.content().open(), MAX_LINE)) {
      for (byte[] line = reader.next(); line != null; line = reader.next()) {
        if (line.length > 0) {
          ObjectNode result = line(Wire.parse(line));
          (result.path("error").isNull() ? answers : errors).add(0, result);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    view.putObject("request_counts")
        .put("total", answers.size() + errors.size())
        .put("completed", answers.size())
        .put("failed", errors.size());
    write("output_file_id", answers);
    write("error_file_id", errors);
  }

  private void write(String field, List<ObjectNode> lines) {
    if (lines.isEmpty()) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ObjectNode line : lines) {
      bytes.writeBytes(Wire.bytes(line));
      bytes.write('\n');
    }
    view.put(field, files.write(id() + ".jsonl", RESULTS, bytes.toByteArray()).id());
  }

  private ObjectNode line(@Nullable JsonNode line) {
    ObjectNode result = Wire.object().put("id", "batch_req_" + world.ids.uuid());
    JsonNode given = line == null ? Wire.object() : line;
    result.put("custom_id", Wire.string(given, "custom_id", ""));
    String problem = problem(given);
    if (problem == null && given.path("body") instanceof ObjectNode body) {
      ObjectNode answer = inference.answer(overridden(body)).whole();
      if (world.switches.batchBody()) {
        result.putObject("response").put("status_code", 200).set("body", answer);
      } else {
        result.set("response", answer);
      }
      return result.putNull("error");
    }
    result.putNull("response");
    result.putObject("error").put("code", "invalid_request").put("message", problem);
    return result;
  }

  private ObjectNode overridden(ObjectNode body) {
    ObjectNode copy = body.deepCopy();
    for (Map.Entry<String, JsonNode> setting : request.path("override_settings").properties()) {
      copy.set(setting.getKey(), setting.getValue());
    }
    return copy;
  }

  private @Nullable String problem(JsonNode line) {
    if (!(line.path("body") instanceof ObjectNode body) || !body.path("messages").isArray()) {
      return "body must be a chat request";
    }
    if (!line.path("url").asString("").equals(request.path("endpoint").asString())) {
      return "url must be that of the batch";
    }
    return inference.serves(overridden(body)) ? null : "The model does not exist.";
  }
}
