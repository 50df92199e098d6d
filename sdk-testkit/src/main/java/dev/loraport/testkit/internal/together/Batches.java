package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.LineReader;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Batches of chat calls, answered from an uploaded file into another. */
final class Batches {
  private static final String[] STATES = {"VALIDATING", "IN_PROGRESS", "COMPLETED"};
  private static final int MAX_LINE = 4 * 1024 * 1024;
  private static final int MAX_ID = 64;
  private static final Schema CREATE =
      new Schema()
          .required(JsonType.TEXT, "endpoint", "input_file_id")
          .optional(JsonType.TEXT, "completion_window", "model_id")
          .optional(JsonType.WHOLE, "priority");

  private static final class Batch {
    private final String id;
    private final ObjectNode request;
    private final StoredFile input;
    private final String createdAt;
    private final String deadline;
    private final Timeline timeline;
    private boolean cancelled;
    private String completedAt = "";
    private String outputFile = "";
    private String errorFile = "";

    Batch(World world, ObjectNode request, StoredFile input) {
      this.id = world.ids.uuid();
      this.request = request;
      this.input = input;
      this.createdAt = world.now();
      this.deadline = World.time(world.clock.now().plus(Duration.ofHours(24)));
      this.timeline = new Timeline(world.clock, 2, 2, world.jobDuration(0.5));
    }
  }

  private final World world;
  private final FileStore files;
  private final Serving serving;
  private final Chat chat;
  private final Map<String, Batch> batches = new LinkedHashMap<>();

  Batches(World world, FileStore files, Serving serving, Chat chat) {
    this.world = world;
    this.files = files;
    this.serving = serving;
    this.chat = chat;
  }

  void routes(Router router) {
    router
        .add("POST /v1/batches", this::create)
        .add("GET /v1/batches", call -> list())
        .add("GET /v1/batches/{id}", call -> with(call, b -> Answer.json(view(b, true))))
        .add("POST /v1/batches/{id}/cancel", call -> with(call, this::cancel));
  }

  private Answer create(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : CREATE.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.flat(400, String.valueOf(problem));
    }
    if (!body.path("endpoint").asString().equals("/v1/chat/completions")) {
      return world.errors.flat(400, "endpoint must be /v1/chat/completions");
    }
    StoredFile input = files.find(body.path("input_file_id").asString());
    if (input == null || input.content == null || !input.isFor("batch-api")) {
      return world.errors.flat(400, "input_file_id is no uploaded file of purpose batch-api");
    }
    Batch batch = new Batch(world, body, input);
    batches.put(batch.id, batch);
    ObjectNode answer = Wire.object();
    answer.set("job", view(batch, false));
    return Answer.json(201, answer.put("warning", ""));
  }

  private Answer with(Call call, Function<Batch, Answer> use) {
    Batch batch = batches.get(call.parameter("id"));
    return batch == null
        ? world.errors.flat(404, "batch " + call.parameter("id") + " not found")
        : use.apply(batch);
  }

  /** No batch at all is a JSON null, which clients have met. */
  private Answer list() {
    if (batches.isEmpty()) {
      return Answer.json(NullNode.getInstance());
    }
    ArrayNode list = Wire.array();
    batches.values().forEach(batch -> list.add(view(batch, true)));
    return Answer.json(list);
  }

  private Answer cancel(Batch batch) {
    if (state(batch, false).equals("COMPLETED")) {
      return world.errors.flat(400, "batch " + batch.id + " is already COMPLETED");
    }
    batch.cancelled = true;
    return Answer.json(view(batch, false));
  }

  private String state(Batch batch, boolean look) {
    if (batch.cancelled) {
      return "CANCELLED";
    }
    int step = look ? batch.timeline.look() : batch.timeline.step();
    if (step == STATES.length - 1 && batch.completedAt.isEmpty()) {
      batch.completedAt = world.now();
      run(batch);
    }
    return STATES[step];
  }

  private void run(Batch batch) {
    Spool content = batch.input.content;
    if (content == null) {
      return;
    }
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Set<String> ids = new HashSet<>();
    try (InputStream in = content.open();
        LineReader reader = new LineReader(in, MAX_LINE)) {
      for (byte[] line = reader.next(); line != null; line = reader.next()) {
        if (line.length > 0) {
          answer(line, ids, answers, errors);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (answers.size() > 0) {
      byte[] bytes = answers.toByteArray();
      batch.outputFile = files.generated("batch-output.jsonl", "batch-generated", bytes).id;
    }
    if (errors.size() > 0) {
      byte[] bytes = errors.toByteArray();
      batch.errorFile = files.generated("batch-errors.jsonl", "batch-generated", bytes).id;
    }
  }

  private void answer(
      byte[] line, Set<String> ids, ByteArrayOutputStream answers, ByteArrayOutputStream errors)
      throws IOException {
    JsonNode node = Wire.parse(line);
    String id = node == null ? "" : Wire.string(node, "custom_id", "");
    String problem = node == null ? "The line is not JSON" : problem(node, id, ids);
    ObjectNode result = Wire.object().put("custom_id", id);
    if (problem == null && node != null && node.path("body") instanceof ObjectNode body) {
      ObjectNode response = result.putObject("response").put("status_code", 200);
      response.set("body", chat.answer(body));
      answers.write(Wire.bytes(result));
      answers.write('\n');
    } else {
      String code = String.valueOf(problem).contains("model") ? "invalid_model" : "invalid_request";
      result.putObject("error").put("message", String.valueOf(problem)).put("code", code);
      errors.write(Wire.bytes(result));
      errors.write('\n');
    }
  }

  private @Nullable String problem(JsonNode line, String id, Set<String> ids) {
    if (id.isEmpty() || id.length() > MAX_ID || !ids.add(id)) {
      return "custom_id must be a unique text of 1 to 64 characters";
    }
    JsonNode body = line.path("body");
    if (!body.isObject() || !body.path("messages").isArray()) {
      return "body must be a chat request";
    }
    return serving.refusal(Wire.string(body, "model", "")) == null
        ? null
        : "Invalid model specified";
  }

  private ObjectNode view(Batch batch, boolean look) {
    String state = state(batch, look);
    Spool content = batch.input.content;
    ObjectNode view =
        Wire.object()
            .put("id", batch.id)
            .put("user_id", World.USER)
            .put("input_file_id", batch.input.id)
            .put("file_size_bytes", content == null ? 0 : content.length())
            .put("status", state)
            .put("job_deadline", batch.deadline)
            .put("created_at", batch.createdAt)
            .put("endpoint", batch.request.path("endpoint").asString())
            .put("progress", state.equals("COMPLETED") ? 100.0 : 0.0);
    put(view, "model_id", Wire.string(batch.request, "model_id", ""));
    put(view, "completed_at", batch.completedAt);
    put(view, "output_file_id", batch.outputFile);
    put(view, "error_file_id", batch.errorFile);
    return view;
  }

  private static void put(ObjectNode view, String name, String value) {
    if (!value.isEmpty()) {
      view.put(name, value);
    }
  }
}
