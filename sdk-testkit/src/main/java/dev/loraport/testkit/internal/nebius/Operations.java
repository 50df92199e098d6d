package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Operations over data sets: their states, for the type {@code batch_inference}. Results and the
 * other types have no form that a source tells.
 */
final class Operations {
  private static final String ALL = "/v1/operations";
  private static final String ONE = ALL + "/{id}";
  private static final String BATCH_INFERENCE = "batch_inference";
  private static final int USUAL_LIMIT = 20;
  private static final List<String> STATES = List.of("queued", "running", "succeeded");
  private static final Shape CREATE =
      new Shape()
          .takes(
              Check.oneOf(
                  "yql",
                  "materialize_history",
                  BATCH_INFERENCE,
                  "finetuning",
                  "file_to_dataset",
                  "dataset_to_file"),
              "type")
          .needs(Check.object(), "params")
          .needs(
              Check.list(
                  Check.object(
                      new Shape()
                          .needs(Check.text(), "id")
                          .nullable(Check.text(), "version")
                          .nullable(Check.object(), "mapping"))),
              "src")
          .nullable(Check.list(Check.object()), "dst")
          .nullable(Check.text(), NebiusRoutes.PROJECT);

  private record Operation(ObjectNode view, Timeline timeline) {}

  private final World world;
  private final Map<String, Operation> operations = new LinkedHashMap<>();

  Operations(World world) {
    this.world = world;
  }

  void routes(NebiusRoutes routes) {
    routes
        .add("POST " + ALL, dated(this::create))
        .add("GET " + ALL, dated(this::list), "limit", "after", NebiusRoutes.PROJECT)
        .add("GET " + ONE, dated(call -> Answer.json(of(call, true).view())))
        .add("POST " + ONE + "/cancel", dated(this::cancel))
        .add("GET " + ONE + "/results", dated(this::unknown))
        .add("GET " + ONE + "/errors", dated(this::unknown));
  }

  private Router.Handler dated(Router.Handler handler) {
    return call -> {
      if (!world.since(World.OPERATIONS)) {
        throw Errors.refuse(404, Errors.plain(404));
      }
      return handler.handle(call);
    };
  }

  private Answer create(Call call) {
    ObjectNode body = CREATE.read(call);
    String type = Wire.string(body, "type", "");
    if (!type.equals(BATCH_INFERENCE)) {
      String what = "FakeNebius runs no operations of the type '" + type + "'";
      call.problem(what);
      return Errors.detail(501, what);
    }
    if (!world.switches.batchInference()) {
      throw Errors.forbidden();
    }
    for (JsonNode source : body.path("src")) {
      if (!world.hasDataset(source.path("id").asString())) {
        throw world.errors.missing();
      }
    }
    ObjectNode view = Wire.object().put("id", world.ids.hex(32)).put("type", type);
    view.set("params", body.path("params"));
    view.set("src", body.path("src"));
    view.set("dst", body.path("dst").isArray() ? body.path("dst") : Wire.array());
    view.put("status", STATES.get(0)).put("created_at", world.now());
    view.putNull("in_progress_at").putNull("finished_at");
    String project = Wire.string(body, NebiusRoutes.PROJECT, "");
    view.put(NebiusRoutes.PROJECT, project.isEmpty() ? null : project);
    Timeline timeline = new Timeline(world.clock, 2, 2, world.jobDuration(0.5));
    operations.put(view.path("id").asString(), new Operation(view, timeline));
    return Answer.json(view);
  }

  private Operation of(Call call, boolean look) {
    Operation operation = operations.get(call.parameter("id"));
    if (operation == null) {
      throw world.errors.missing();
    }
    refresh(operation, look);
    return operation;
  }

  private static void refresh(Operation operation, boolean look) {
    ObjectNode view = operation.view();
    int from = STATES.indexOf(view.path("status").asString());
    int step = look ? operation.timeline().look() : operation.timeline().step();
    for (int i = from + 1; from >= 0 && i <= step; i++) {
      String time = i == 1 ? "in_progress_at" : "finished_at";
      view.put("status", STATES.get(i));
      view.put(time, operation.timeline().at(i).getEpochSecond());
    }
  }

  private Answer list(Call call) {
    List<ObjectNode> views = new ArrayList<>();
    for (Operation operation : operations.values()) {
      refresh(operation, true);
      views.add(0, operation.view());
    }
    return Page.of(world, call, views, USUAL_LIMIT).answer();
  }

  private Answer cancel(Call call) {
    ObjectNode view = of(call, false).view();
    if (!view.path("status").asString().equals("succeeded")) {
      view.put("status", "cancelled").put("finished_at", world.now());
    }
    return Answer.json(view);
  }

  private Answer unknown(Call call) {
    of(call, false);
    String what = "FakeNebius does not know the form of the results of an operation";
    call.problem(what);
    return Errors.detail(501, what);
  }
}
