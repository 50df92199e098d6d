package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adapters loaded onto a running v2 deployment. Which model name addresses one in a chat call is
 * not published, so none does here.
 */
final class DeploymentAdapters {
  private static final String ROOT = " /v2/projects/{p}/endpoints/{e}/deployments/{d}/adapters";
  private static final int SLOTS = 8;
  private static final Schema LOAD =
      new Schema()
          .required(JsonType.TEXT, "adapterModelId")
          .optional(JsonType.TEXT, "adapterRevisionId")
          .optional(JsonType.BOOL, "force");
  private static final Schema PATCH =
      new Schema().required(JsonType.TEXT, "adapterRevisionId", "etag");

  private final World world;
  private final Registry registry;
  private final Deployments deployments;

  DeploymentAdapters(World world, Registry registry, Deployments deployments) {
    this.world = world;
    this.registry = registry;
    this.deployments = deployments;
  }

  void routes(Router router) {
    router
        .add("POST" + ROOT, call -> deployments.deployment(call, (e, d) -> load(call, d)))
        .add(
            "GET" + ROOT,
            call -> deployments.deployment(call, (e, d) -> list(call, d)),
            "after",
            "limit")
        .add("GET" + ROOT + "/{a}", call -> loaded(call, (d, a) -> Answer.json(view(d, a))))
        .add("PATCH" + ROOT + "/{a}", call -> loaded(call, (d, a) -> patch(call, d, a)))
        .add("DELETE" + ROOT + "/{a}", call -> loaded(call, (d, a) -> unload(call, d, a)), "etag");
  }

  private Answer load(Call call, Deployment deployment) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : LOAD.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String id = body.path("adapterModelId").asString();
    Registry.Entry adapter = registry.find(id);
    String refusal = refusal(deployment, adapter, id, body.path("force").asBoolean(false));
    if (refusal != null) {
      return world.errors.invalid(refusal);
    }
    if (deployment.adapters.size() >= SLOTS) {
      deployment.adapters.remove(deployment.adapters.keySet().iterator().next());
    }
    String revision = Wire.string(body, "adapterRevisionId", Registry.revisionOf(id));
    deployment.adapters.put(id, new LoadedAdapter(world, id, revision));
    return Answer.json(view(deployment, id));
  }

  private static @Nullable String refusal(
      Deployment deployment, Registry.@Nullable Entry adapter, String id, boolean force) {
    if (!deployment.lora) {
      return "Deployment " + deployment.id + " was created without enableLora";
    }
    if (adapter == null || !adapter.adapter) {
      return "Model " + id + " is no adapter of this project";
    }
    if (!adapter.filled) {
      return "Adapter " + id + " has no files yet";
    }
    if (!adapter.base.equals(deployment.base)) {
      return "Adapter " + id + " is for " + adapter.base + ", not " + deployment.base;
    }
    if (deployment.adapters.size() >= SLOTS && !force) {
      return "Deployment " + deployment.id + " holds " + SLOTS + " adapters already";
    }
    return null;
  }

  private Answer loaded(Call call, BiFunction<Deployment, String, Answer> use) {
    return deployments.deployment(
        call,
        (endpoint, deployment) -> {
          String id = call.parameter("a");
          return deployment.adapters.containsKey(id)
              ? use.apply(deployment, id)
              : world.errors.notFound("Adapter", id);
        });
  }

  private Answer list(Call call, Deployment deployment) {
    List<ObjectNode> items = new ArrayList<>();
    deployment.adapters.keySet().forEach(id -> items.add(view(deployment, id)));
    return Page.of(world, call, items);
  }

  private Answer patch(Call call, Deployment deployment, String id) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : PATCH.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    LoadedAdapter old = deployment.adapters.get(id);
    if (old == null || !old.etag().equals(body.path("etag").asString())) {
      return deployments.conflict("etag is stale");
    }
    String revision = body.path("adapterRevisionId").asString();
    deployment.adapters.put(id, new LoadedAdapter(world, id, revision));
    return Answer.json(view(deployment, id));
  }

  private Answer unload(Call call, Deployment deployment, String id) {
    LoadedAdapter adapter = deployment.adapters.get(id);
    String etag = call.query("etag");
    if (etag == null) {
      call.problem("the query parameter `etag` is required");
      return world.errors.invalid("etag is required");
    }
    if (adapter == null || !adapter.etag().equals(etag)) {
      return deployments.conflict("etag is stale");
    }
    deployment.adapters.remove(id);
    return Answer.json(Wire.object());
  }

  private ObjectNode view(Deployment deployment, String id) {
    LoadedAdapter adapter = deployment.adapters.get(id);
    return adapter == null ? Wire.object() : adapter.view(deployment);
  }
}
