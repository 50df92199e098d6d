package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** v2 uploads: the platform fetches the files of a registered model from a URL. */
final class RemoteUploads {
  private static final String ROOT = " /v2/projects/{p}/models/uploads";
  private static final String[] STATES = {"PENDING", "RUNNING", "SUCCEEDED"};
  private static final Schema CREATE =
      new Schema()
          .required(JsonType.TEXT, "modelId", "remoteUrl")
          .optional(JsonType.TEXT, "token", "type");

  private record Upload(
      String id, Registry.Entry model, String remoteUrl, String createdAt, Timeline timeline) {
    int look() {
      int step = timeline.look();
      model.filled |= step == STATES.length - 1;
      return step;
    }
  }

  private final World world;
  private final Registry registry;
  private final Map<String, Upload> uploads = new LinkedHashMap<>();

  RemoteUploads(World world, Registry registry) {
    this.world = world;
    this.registry = registry;
  }

  void routes(Router router) {
    router
        .add("POST" + ROOT, this::create)
        .add("GET" + ROOT, this::list, "after", "limit", "type")
        .add("GET" + ROOT + "/{u}", call -> with(call, u -> Answer.json(view(u))), "type")
        .add("GET" + ROOT + "/{u}/events", call -> with(call, u -> events(call, u)), Page.QUERY);
  }

  private Answer create(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : CREATE.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    Registry.Entry model = registry.find(body.path("modelId").asString());
    if (model == null) {
      return world.errors.notFound("Model", body.path("modelId").asString());
    }
    Upload upload =
        new Upload(
            "job_" + world.ids.alphanumeric(12),
            model,
            body.path("remoteUrl").asString(),
            world.now(),
            new Timeline(world.clock, 2, 2, world.jobDuration(0.2)));
    uploads.put(upload.id(), upload);
    return Answer.json(view(upload, 0));
  }

  private Answer with(Call call, Function<Upload, Answer> use) {
    Upload upload = uploads.get(call.parameter("u"));
    return upload == null
        ? world.errors.notFound("Upload", call.parameter("u"))
        : use.apply(upload);
  }

  private Answer list(Call call) {
    List<ObjectNode> items = new ArrayList<>();
    uploads.values().forEach(upload -> items.add(view(upload)));
    return Page.of(world, call, items);
  }

  private ObjectNode view(Upload upload) {
    return view(upload, upload.look());
  }

  private ObjectNode view(Upload upload, int step) {
    return Wire.object()
        .put("id", upload.id())
        .put("modelId", upload.model().id)
        .put("projectId", world.projectId)
        .put("remoteUrl", upload.remoteUrl())
        .put("status", "REMOTE_UPLOAD_STATUS_" + STATES[step])
        .put("statusMessage", "")
        .put("restartCount", 0)
        .put("maxRestarts", 3)
        .put("createdAt", upload.createdAt())
        .put("updatedAt", World.time(upload.timeline().at(step)));
  }

  private Answer events(Call call, Upload upload) {
    List<ObjectNode> items = new ArrayList<>();
    for (int i = 0; i <= upload.timeline().step(); i++) {
      items.add(
          Wire.object()
              .put("id", upload.id() + "-" + i)
              .put("createdAt", World.time(upload.timeline().at(i)))
              .put("level", "LEVEL_INFO")
              .put("type", "upload_" + STATES[i].toLowerCase(Locale.ROOT))
              .put("message", "Upload is " + STATES[i]));
    }
    return Page.of(world, call, items);
  }
}
