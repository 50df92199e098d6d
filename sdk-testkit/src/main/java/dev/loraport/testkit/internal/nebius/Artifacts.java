package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Custom weights for dedicated endpoints: whole ones, and only for accounts of the beta. */
final class Artifacts {
  static final String PREFIX = "model-artifact_";
  private static final Shape CREATE =
      new Shape()
          .needs(Check.text(), "name", "base_model_slug")
          .needs(Check.oneOf("full"), "kind")
          .needs(
              Check.object(
                  new Shape()
                      .needs(
                          Check.object(new Shape().needs(Check.text(), "repo_id")), "huggingface")),
              "source");

  private final World world;
  private final Set<String> artifacts = new HashSet<>();

  Artifacts(World world) {
    this.world = world;
  }

  void routes(NebiusRoutes routes) {
    routes
        .add("POST /v0/model_artifacts", gated(this::create))
        .add("GET /v0/model_artifacts", gated(this::unknownList));
  }

  boolean has(String id) {
    return artifacts.contains(id);
  }

  private Router.Handler gated(Router.Handler handler) {
    return call -> {
      if (!world.since(World.ARTIFACTS)) {
        throw Errors.refuse(404, Errors.plain(404));
      }
      if (!world.switches.customWeights()) {
        throw Errors.forbidden();
      }
      return handler.handle(call);
    };
  }

  private Answer create(Call call) {
    ObjectNode body = CREATE.read(call);
    String id = PREFIX + world.ids.lowerCase(20);
    artifacts.add(id);
    ObjectNode answer = Wire.object().put("id", id);
    answer.setAll(body);
    return Answer.json(answer);
  }

  private Answer unknownList(Call call) {
    String what = "FakeNebius does not know the form of the list of model artifacts";
    call.problem(what);
    return Errors.detail(501, what);
  }
}
