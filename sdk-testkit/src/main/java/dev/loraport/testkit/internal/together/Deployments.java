package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** v2 dedicated inference: endpoints with a traffic split over deployments. */
final class Deployments {
  private static final String ENDPOINT = " /v2/projects/{p}/endpoints/{e}";
  private static final Schema CREATE_ENDPOINT =
      new Schema().required(JsonType.TEXT, "name").optional(JsonType.TEXT, "visibility");
  private static final Schema PATCH_ENDPOINT =
      new Schema()
          .optional(JsonType.TEXT, "name", "etag", "visibility")
          .optional(JsonType.LIST, "trafficSplit");
  private static final Schema CREATE =
      new Schema()
          .required(JsonType.TEXT, "name", "model", "config")
          .required(JsonType.OBJECT, "autoscaling")
          .optional(JsonType.BOOL, "enableLora")
          .optional(JsonType.OBJECT, "placement")
          .optional(JsonType.TEXT, "modelId", "modelRevisionId", "configId");
  private static final Schema PATCH =
      new Schema().optional(JsonType.TEXT, "name", "etag").optional(JsonType.OBJECT, "autoscaling");

  /** An endpoint and what hangs on it. */
  static final class Endpoint {
    final String id;
    final String createdAt;
    final Map<String, Deployment> deployments = new LinkedHashMap<>();
    final Map<String, Integer> split = new LinkedHashMap<>();
    String name;
    String visibility = "VISIBILITY_PRIVATE";
    String updatedAt;
    int version = 1;

    Endpoint(String id, String name, String createdAt) {
      this.id = id;
      this.name = name;
      this.createdAt = createdAt;
      this.updatedAt = createdAt;
    }

    String etag() {
      return "e" + version + "-" + id.substring(3, 7);
    }
  }

  private final World world;
  private final Registry registry;
  private final SupportedModels supported;
  private final Catalogue catalogue;
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

  Deployments(World world, Registry registry, SupportedModels supported, Catalogue catalogue) {
    this.world = world;
    this.registry = registry;
    this.supported = supported;
    this.catalogue = catalogue;
  }

  void routes(Router router) {
    router
        .add("POST /v2/projects/{p}/endpoints", this::createEndpoint)
        .add("GET /v2/projects/{p}/endpoints", this::listEndpoints, Page.QUERY)
        .add("GET" + ENDPOINT, call -> endpoint(call, e -> Answer.json(view(e, true))))
        .add("PATCH" + ENDPOINT, call -> endpoint(call, e -> patchEndpoint(call, e)), "updateMask")
        .add("DELETE" + ENDPOINT, call -> endpoint(call, e -> deleteEndpoint(call, e)), "etag")
        .add(
            "POST" + ENDPOINT + "/deployments",
            call -> endpoint(call, e -> create(call, e)),
            "validateOnly")
        .add(
            "GET" + ENDPOINT + "/deployments",
            call -> endpoint(call, e -> list(call, e)),
            Page.QUERY)
        .add(
            "GET" + ENDPOINT + "/deployments/{d}",
            call -> deployment(call, (e, d) -> Answer.json(d.view(true))))
        .add(
            "PATCH" + ENDPOINT + "/deployments/{d}",
            call -> deployment(call, (e, d) -> patch(call, e, d)),
            "updateMask")
        .add(
            "DELETE" + ENDPOINT + "/deployments/{d}",
            call -> deployment(call, (e, d) -> delete(call, e, d)),
            "etag");
  }

  /** Whether a model name is that of an endpoint or of one of its deployments. */
  boolean knows(String model) {
    return endpoints.values().stream()
        .anyMatch(e -> model.equals(e.name) || model.startsWith(e.name + "/"));
  }

  /** The refusal of inference, or null when a deployment takes the call. */
  @Nullable Answer refusal(String model) {
    for (Endpoint endpoint : endpoints.values()) {
      if (model.equals(endpoint.name)) {
        boolean ready =
            endpoint.deployments.values().stream()
                .anyMatch(d -> endpoint.split.getOrDefault(d.id, 0) > 0 && d.isReady(true));
        return ready ? null : routingError(model);
      }
      for (Deployment deployment : endpoint.deployments.values()) {
        if (model.equals(deployment.name())) {
          return deployment.isReady(true) ? null : routingError(model);
        }
      }
    }
    return world.errors.modelNotAvailable(404, "Unable to access model " + model + ".");
  }

  private Answer routingError(String model) {
    return world.errors.of(
        503, "No deployment of " + model + " takes traffic.", "routing_error", "routing_error");
  }

  Answer endpoint(Call call, Function<Endpoint, Answer> use) {
    Endpoint endpoint = endpoints.get(call.parameter("e"));
    return endpoint == null
        ? world.errors.notFound("Endpoint", call.parameter("e"))
        : use.apply(endpoint);
  }

  Answer deployment(Call call, BiFunction<Endpoint, Deployment, Answer> use) {
    return endpoint(
        call,
        endpoint -> {
          Deployment deployment = endpoint.deployments.get(call.parameter("d"));
          return deployment == null
              ? world.errors.notFound("Deployment", call.parameter("d"))
              : use.apply(endpoint, deployment);
        });
  }

  private Answer createEndpoint(Call call) {
    ObjectNode body = call.json();
    String problem =
        body == null ? "a JSON object is needed" : CREATE_ENDPOINT.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String name = full(body.path("name").asString());
    if (knows(name)) {
      return conflict("Endpoint name " + name + " already exists");
    }
    Endpoint endpoint = new Endpoint("ep_" + world.ids.alphanumeric(12), name, world.now());
    endpoint.visibility = Wire.string(body, "visibility", endpoint.visibility);
    endpoints.put(endpoint.id, endpoint);
    return Answer.json(view(endpoint, false));
  }

  private static String full(String given) {
    String prefix = World.SLUG + "/";
    return given.startsWith(prefix) ? given : prefix + given;
  }

  private Answer listEndpoints(Call call) {
    List<ObjectNode> items = new ArrayList<>();
    endpoints.values().forEach(endpoint -> items.add(view(endpoint, true)));
    return Page.of(world, call, items);
  }

  private Answer patchEndpoint(Call call, Endpoint endpoint) {
    ObjectNode body = call.json();
    String problem =
        body == null ? "a JSON object is needed" : PATCH_ENDPOINT.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String etag = Wire.string(body, "etag", endpoint.etag());
    if (!etag.equals(endpoint.etag())) {
      return conflict("etag " + etag + " is stale");
    }
    if (!body.has("name") && !body.has("visibility") && !body.has("trafficSplit")) {
      return world.errors.invalid("no fields to update");
    }
    String name = body.has("name") ? full(body.path("name").asString()) : endpoint.name;
    if (!name.equals(endpoint.name) && knows(name)) {
      return conflict("Endpoint name " + name + " already exists");
    }
    Map<String, Integer> split = new LinkedHashMap<>();
    for (JsonNode share : body.path("trafficSplit")) {
      String id = Wire.string(share, "deploymentId", "");
      if (!endpoint.deployments.containsKey(id)) {
        return world.errors.invalid("trafficSplit names the unknown deployment '" + id + "'");
      }
      split.put(id, share.path("weight").asInt(0));
    }
    if (body.has("trafficSplit")) {
      endpoint.split.clear();
      split.values().removeIf(weight -> weight <= 0);
      endpoint.split.putAll(split);
    }
    endpoint.name = name;
    endpoint.deployments.values().forEach(deployment -> deployment.below(name));
    endpoint.visibility = Wire.string(body, "visibility", endpoint.visibility);
    endpoint.version++;
    endpoint.updatedAt = world.now();
    return Answer.json(view(endpoint, false));
  }

  private Answer deleteEndpoint(Call call, Endpoint endpoint) {
    if (stale(call, endpoint.etag())) {
      return conflict("etag is stale");
    }
    if (!endpoint.deployments.isEmpty()) {
      return world.errors.invalid("Endpoint " + endpoint.id + " still has deployments");
    }
    endpoints.remove(endpoint.id);
    return Answer.json(Wire.object());
  }

  private ObjectNode view(Endpoint endpoint, boolean look) {
    ObjectNode view =
        Wire.object()
            .put("id", endpoint.id)
            .put("name", endpoint.name)
            .put("endpointType", "ENDPOINT_TYPE_DEDICATED");
    int total = endpoint.split.values().stream().mapToInt(Integer::intValue).sum();
    ArrayNode deployments = view.putArray("deployments");
    for (Deployment deployment : endpoint.deployments.values()) {
      deployment.state(look);
      int weight = endpoint.split.getOrDefault(deployment.id, 0);
      deployments.add(deployment.summary(total == 0 ? 0.0 : (double) weight / total));
    }
    ArrayNode split = view.putArray("trafficSplit");
    endpoint.split.forEach(
        (id, weight) -> split.addObject().put("deploymentId", id).put("weight", weight));
    return view.put("visibility", endpoint.visibility)
        .put("etag", endpoint.etag())
        .put("projectId", world.projectId)
        .put("createdAt", endpoint.createdAt)
        .put("updatedAt", endpoint.updatedAt);
  }

  private Answer create(Call call, Endpoint endpoint) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : CREATE.check(call, body, "");
    problem =
        body == null || problem != null
            ? problem
            : ScalingRules.ofDeployment(call, body.path("autoscaling"));
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String model = body.path("model").asString().replaceAll("/revisions/.*", "");
    String config = body.path("config").asString();
    String base = baseOf(model);
    String configBase = supported.modelOfConfig(config.substring(config.lastIndexOf('/') + 1));
    if (base == null) {
      return world.errors.notFound("Model", model);
    }
    if (configBase == null) {
      return world.errors.notFound("Config", config);
    }
    if (!base.equals(configBase)) {
      return world.errors.invalid("Config " + config + " is for " + configBase + ", not " + base);
    }
    String name = endpoint.name + "/" + body.path("name").asString();
    if (endpoint.deployments.values().stream().anyMatch(d -> d.name().equals(name))) {
      return conflict("Deployment name " + name + " already exists");
    }
    Deployment deployment = new Deployment(world, endpoint.id, name, model, config, base, body);
    if (!"true".equals(call.query("validateOnly"))) {
      endpoint.deployments.put(deployment.id, deployment);
    }
    return Answer.json(deployment.view(false));
  }

  /** The base of an own registry model or of the platform's model, or null. */
  private @Nullable String baseOf(String resource) {
    String id = resource.substring(resource.lastIndexOf('/') + 1);
    Registry.Entry entry = registry.find(id);
    if (entry != null) {
      return entry.base;
    }
    return SupportedModels.modelOf(catalogue, id);
  }

  private Answer list(Call call, Endpoint endpoint) {
    List<ObjectNode> items = new ArrayList<>();
    endpoint.deployments.values().forEach(deployment -> items.add(deployment.view(true)));
    return Page.of(world, call, items);
  }

  private Answer patch(Call call, Endpoint endpoint, Deployment deployment) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : PATCH.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String etag = Wire.string(body, "etag", deployment.etag());
    if (!etag.equals(deployment.etag())) {
      return conflict("etag " + etag + " is stale");
    }
    if (!body.has("autoscaling") && !body.has("name")) {
      return world.errors.invalid("no fields to update");
    }
    String name = endpoint.name + "/" + Wire.string(body, "name", "");
    if (endpoint.deployments.values().stream()
        .anyMatch(d -> d != deployment && d.name().equals(name))) {
      return conflict("Deployment name " + name + " already exists");
    }
    if (body.path("autoscaling") instanceof ObjectNode wanted) {
      problem = ScalingRules.ofDeployment(call, wanted);
      if (problem != null) {
        return world.errors.invalid(problem);
      }
      deployment.scale(wanted);
    }
    if (body.has("name")) {
      deployment.rename(name);
    }
    return Answer.json(deployment.view(false));
  }

  private Answer delete(Call call, Endpoint endpoint, Deployment deployment) {
    if (stale(call, deployment.etag())) {
      return conflict("etag is stale");
    }
    if (!deployment.isStopped(true)) {
      return world.errors.invalid(
          "Deployment " + deployment.id + " is not stopped: scale it to 0 replicas first");
    }
    if (endpoint.split.containsKey(deployment.id)) {
      return world.errors.invalid(
          "Deployment " + deployment.id + " is in the traffic split: take it out first");
    }
    endpoint.deployments.remove(deployment.id);
    return Answer.json(Wire.object());
  }

  private static boolean stale(Call call, String etag) {
    String given = call.query("etag");
    return given != null && !given.equals(etag);
  }

  Answer conflict(String message) {
    return world.errors.of(409, message, "invalid_request_error", null);
  }
}
