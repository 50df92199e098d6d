package dev.loraport.testkit.internal.nebius;

import static dev.loraport.testkit.internal.nebius.Check.Bound.atLeast;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Batches over files, on days that have them. */
final class Batches {
  private static final int USUAL_LIMIT = 10;
  private static final Shape CREATE =
      new Shape()
          .needs(Check.text(), "input_file_id")
          .needs(Check.oneOf("/v1/chat/completions", "/v1/embeddings"), "endpoint")
          .needs(Check.oneOf("24h"), "completion_window")
          .nullable(Check.object(), "metadata")
          .nullable(
              Check.object(
                  new Shape()
                      .nullable(Check.text(), "model")
                      .nullable(Check.number(), "temperature", "top_p")
                      .nullable(Check.whole(atLeast(0)), "max_tokens")),
              "override_settings");

  private final World world;
  private final FileStore files;
  private final Inference inference;
  private final Map<String, Batch> batches = new LinkedHashMap<>();

  Batches(World world, FileStore files, Inference inference) {
    this.world = world;
    this.files = files;
    this.inference = inference;
  }

  void routes(NebiusRoutes routes) {
    String[] query = {"limit", "after", "input_file_id", NebiusRoutes.PROJECT};
    routes
        .add("POST /v1/batches", dated(this::create))
        .add("GET /v1/batches", dated(this::list), query)
        .add("GET /v1/batches/{id}", dated(call -> Answer.json(of(call, true).view())))
        .add("POST /v1/batches/{id}/cancel", dated(this::cancel));
  }

  private Router.Handler dated(Router.Handler handler) {
    return call -> {
      if (!world.servesBatches()) {
        throw world.errors.gone();
      }
      return handler.handle(call);
    };
  }

  private Answer create(Call call) {
    ObjectNode body = CREATE.read(call);
    CREATE.unknown(body).forEach(name -> call.problem("unknown field `" + name + "`"));
    if (body.path("endpoint").asString().equals("/v1/embeddings")) {
      String what = "FakeNebius does not serve batches of embeddings";
      call.problem(what);
      return Errors.detail(501, what);
    }
    StoredFile input = files.get(body.path("input_file_id").asString());
    if (!input.purpose().equals(FileStore.BATCH)) {
      throw Errors.refuse(400, "File " + input.id() + " does not have the purpose batch");
    }
    Batch batch = new Batch(world, files, inference, body, input);
    batches.put(batch.id(), batch);
    return Answer.json(batch.view());
  }

  private Batch of(Call call, boolean look) {
    Batch batch = batches.get(call.parameter("id"));
    if (batch == null) {
      throw world.errors.missing();
    }
    batch.refresh(look);
    return batch;
  }

  private Answer list(Call call) {
    String input = call.query("input_file_id");
    List<ObjectNode> views = new ArrayList<>();
    for (Batch batch : batches.values()) {
      batch.refresh(true);
      ObjectNode view = batch.view();
      if (input == null || input.equals(view.path("input_file_id").asString())) {
        views.add(0, view);
      }
    }
    return Page.of(world, call, views, USUAL_LIMIT).answerWithIds();
  }

  private Answer cancel(Call call) {
    Batch batch = of(call, false);
    batch.cancel();
    return Answer.json(batch.view());
  }
}
