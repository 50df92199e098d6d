package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Upload of adapters and models from a repository or an archive URL, and its jobs. */
final class Adapters {
  private static final Schema UPLOAD =
      new Schema()
          .required(JsonType.TEXT, "model_name", "model_source")
          .optional(
              JsonType.TEXT, "model_type", "base_model", "lora_model", "hf_token", "description");
  private static final String[] STATES = {"Queued", "Running", "Complete"};
  private static final String[] MESSAGES = {
    "Job has been created", "Job is running", "Job is Complete"
  };

  private static final String FAILED = "Failed";
  private static final String STUCK = "Processing";
  private static final int RUNNING = 1;

  private record Upload(
      String jobId,
      String name,
      boolean adapter,
      String source,
      String description,
      String createdAt,
      Timeline timeline,
      boolean stuck,
      ArrayNode updates,
      AtomicReference<@Nullable String> problem) {
    boolean failed() {
      return !Objects.requireNonNullElse(problem.get(), "").isEmpty();
    }

    int step(boolean look) {
      int step = look ? timeline.look() : timeline.step();
      return stuck ? Math.min(step, RUNNING) : step;
    }

    String status(int step) {
      if (step > RUNNING && failed()) {
        return FAILED;
      }
      return stuck && step == RUNNING ? STUCK : STATES[step];
    }
  }

  private final World world;
  private final Map<String, Upload> byJob = new LinkedHashMap<>();
  private volatile boolean stuck;

  Adapters(World world) {
    this.world = world;
  }

  void routes(Router router) {
    router
        .add("POST /v1/models", this::upload)
        .add("POST /v0/models", this::upload)
        .add("GET /v1/jobs", call -> list())
        .add("GET /v1/jobs/{id}", this::get);
  }

  /** Whether uploads that begin from now on never end. */
  void stuck(boolean never) {
    stuck = never;
  }

  boolean isServed(String name) {
    return served().contains(name);
  }

  List<String> served() {
    return byJob.values().stream()
        .filter(upload -> upload.adapter() && !upload.failed())
        .filter(upload -> upload.step(false) == STATES.length - 1)
        .map(Upload::name)
        .toList();
  }

  private Answer upload(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : UPLOAD.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String type = Wire.string(body, "model_type", "model");
    if (!Set.of("model", "adapter").contains(type)) {
      return world.errors.invalid("model_type must be model or adapter, not '" + type + "'");
    }
    String base = Wire.string(body, "base_model", "");
    boolean adapter = type.equals("adapter");
    boolean pool = body.has("lora_model");
    if (adapter && !pool && !base.isEmpty() && !Catalogue.LORA_BASES.contains(base)) {
      return world.errors.invalid("No lora_model specified");
    }
    String given = body.path("model_name").asString();
    String prefix = World.SLUG + "/";
    String name = given.startsWith(prefix) ? given : prefix + given;
    if (byJob.values().stream().anyMatch(upload -> upload.name().equals(name))) {
      return world.errors.invalid("Model name already exists");
    }
    String source = body.path("model_source").asString();
    Upload upload =
        new Upload(
            "job-" + world.ids.uuid(),
            name,
            adapter,
            source,
            Wire.string(body, "description", ""),
            world.now(),
            new Timeline(world.clock, 2, 2, world.jobDuration(0.2)),
            stuck,
            Wire.array(),
            new AtomicReference<>());
    byJob.put(upload.jobId(), upload);
    advance(upload, false);
    boolean archive = source.contains("?") || source.endsWith(".zip") || source.endsWith(".gz");
    ObjectNode answer = Wire.object();
    answer
        .putObject("data")
        .put("job_id", upload.jobId())
        .put("model_name", name)
        .put("model_id", "model-" + world.ids.uuid())
        .put("model_source", archive ? "remote_archive" : "huggingface");
    return Answer.json(answer.put("message", "job created"));
  }

  private Answer get(Call call) {
    Upload upload = byJob.get(call.parameter("id"));
    return upload == null
        ? world.errors.notFound("Job", call.parameter("id"))
        : Answer.json(view(upload));
  }

  private Answer list() {
    ArrayNode data = Wire.array();
    byJob.values().forEach(upload -> data.add(view(upload)));
    return Answer.json(Wire.object().set("data", data));
  }

  private int advance(Upload upload, boolean look) {
    int step = upload.step(look);
    // fetched once, when it is to be done
    if (step > RUNNING && upload.problem().get() == null) {
      upload.problem().set(upload.adapter() ? RemoteArchive.problem(upload.source()) : "");
    }
    for (int i = upload.updates().size(); i <= step; i++) {
      boolean failed = i > RUNNING && upload.failed();
      upload
          .updates()
          .addObject()
          .put("status", upload.status(i))
          .put("message", failed ? String.valueOf(upload.problem().get()) : MESSAGES[i])
          .put("timestamp", World.time(upload.timeline().at(i)));
    }
    return step;
  }

  private ObjectNode view(Upload upload) {
    int step = advance(upload, true);
    ObjectNode view =
        Wire.object()
            .put("type", upload.adapter() ? "adapter_upload" : "model_upload")
            .put("job_id", upload.jobId())
            .put("status", upload.status(step));
    view.set("status_updates", upload.updates().deepCopy());
    view.putObject("args")
        .put("description", upload.description())
        .put("modelName", upload.name())
        .put("modelSource", upload.source().replaceAll("\\?.*", ""));
    return view.put("created_at", upload.createdAt())
        .put("updated_at", upload.updates().path(step).path("timestamp").asString());
  }
}
