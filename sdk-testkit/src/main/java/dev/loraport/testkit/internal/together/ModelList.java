package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Wire;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The bare array of models, and who the key belongs to. */
final class ModelList {
  private static final long CREATED = 1733466629L;

  private final World world;
  private final Catalogue catalogue;
  private final Serving serving;

  ModelList(World world, Catalogue catalogue, Serving serving) {
    this.world = world;
    this.catalogue = catalogue;
    this.serving = serving;
  }

  void routes(Router router) {
    router.add("GET /v1/models", this::list, "dedicated").add("GET /v1/whoami", call -> whoami());
  }

  private Answer list(Call call) {
    ArrayNode models = Wire.array();
    if ("true".equals(call.query("dedicated"))) {
      catalogue.tunable().keySet().stream()
          .filter(Catalogue::deployable)
          .forEach(id -> model(models, id, id, 0));
      return Answer.json(models);
    }
    for (Catalogue.Serverless base : catalogue.serverless().values()) {
      model(models, base.id(), base.name(), base.context())
          .putObject("pricing")
          .put("hourly", 0)
          .put("input", base.input())
          .put("output", base.output())
          .put("base", 0)
          .put("finetune", 0);
    }
    serving.ownServerless().forEach(id -> model(models, id, id, 0));
    return Answer.json(models);
  }

  private static ObjectNode model(ArrayNode models, String id, String name, int context) {
    ObjectNode model =
        models
            .addObject()
            .put("id", id)
            .put("object", "model")
            .put("created", CREATED)
            .put("type", "chat")
            .put("display_name", name)
            .put("organization", id.substring(0, Math.max(0, id.indexOf('/'))));
    return context == 0 ? model : model.put("context_length", context);
  }

  private Answer whoami() {
    return Answer.json(
        Wire.object()
            .put("api_key_id", "key_1")
            .put("organization_id", world.organizationId)
            .put("organization_name", "Acme")
            .put("project_id", world.projectId)
            .put("project_name", "Default")
            .put("project_slug", World.SLUG)
            .put("user_id", World.USER));
  }
}
