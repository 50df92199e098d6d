package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** v1 dedicated endpoints: created before 16 Jul 2026, refused since. */
final class Endpoints {
  private static final String HARDWARE = "1x_nvidia_h100_80gb_sxm";
  private static final Schema CREATE =
      new Schema()
          .required(JsonType.TEXT, "model", "hardware")
          .required(JsonType.OBJECT, "autoscaling")
          .optional(JsonType.TEXT, "display_name", "state", "availability_zone")
          .optional(JsonType.BOOL, "disable_prompt_cache", "disable_speculative_decoding")
          .optional(JsonType.WHOLE, "inactive_timeout");
  private static final Schema PATCH =
      new Schema()
          .optional(JsonType.TEXT, "display_name", "state")
          .optional(JsonType.OBJECT, "autoscaling")
          .optional(JsonType.WHOLE, "inactive_timeout");

  private static final Schema ADAPTER = new Schema().required(JsonType.TEXT, "model_id");

  private static final class Endpoint {
    private final String id;
    private final String name;
    private final String model;
    private final String hardware;
    private final String createdAt;
    private String displayName;
    private JsonNode autoscaling;
    private boolean started;
    private Timeline timeline;
    private final Set<String> adapters = new LinkedHashSet<>();

    Endpoint(World world, ObjectNode body) {
      this.id = "endpoint-" + world.ids.uuid();
      this.model = body.path("model").asString();
      String base = model.startsWith(World.SLUG + "/") ? model : World.SLUG + "/" + model;
      this.name = base + "-" + world.ids.hex(8);
      this.hardware = body.path("hardware").asString();
      this.createdAt = world.now();
      this.displayName = Wire.string(body, "display_name", model);
      this.autoscaling = body.path("autoscaling");
      this.started = !Wire.string(body, "state", "STARTED").equals("STOPPED");
      this.timeline = new Timeline(world.clock, 2, 2, world.jobDuration(0.3));
    }

    String state(boolean look) {
      int step = look ? timeline.look() : timeline.step();
      String[] states =
          started
              ? new String[] {"PENDING", "STARTING", "STARTED"}
              : new String[] {"STOPPING", "STOPPING", "STOPPED"};
      return states[step];
    }
  }

  private final World world;
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

  Endpoints(World world) {
    this.world = world;
  }

  void routes(Router router) {
    router
        .add("GET /v1/endpoints", call -> list(), "type", "usage_type", "mine")
        .add("POST /v1/endpoints", this::create)
        .add("GET /v1/endpoints/{id}", call -> with(call, e -> Answer.json(view(e, true))))
        .add("PATCH /v1/endpoints/{id}", call -> with(call, e -> patch(call, e)))
        .add("DELETE /v1/endpoints/{id}", call -> with(call, this::delete))
        .add("GET /v1/endpoints/{id}/adapters", call -> with(call, Endpoints::adapters))
        .add("POST /v1/endpoints/{id}/adapters", call -> with(call, e -> add(call, e)))
        .add("DELETE /v1/endpoints/{id}/adapters", call -> with(call, e -> remove(call, e)))
        .add("GET /v1/hardware", call -> hardware(call), "model")
        .add("GET /v1/clusters/availability-zones", call -> zones());
  }

  boolean serves(String name) {
    return endpoints.values().stream()
        .anyMatch(e -> e.name.equals(name) && e.state(true).equals("STARTED"));
  }

  private Answer create(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : CREATE.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    if (world.hasV2()) {
      return disabled();
    }
    if (!body.path("hardware").asString().equals(HARDWARE)) {
      return world.errors.invalid("Unknown hardware; available: " + HARDWARE);
    }
    Endpoint endpoint = new Endpoint(world, body);
    endpoints.put(endpoint.id, endpoint);
    return Answer.json(view(endpoint, false));
  }

  private Answer disabled() {
    return world.errors.of(
        403,
        "Creating or starting v1 endpoints is no longer available; use v2 dedicated inference.",
        "invalid_request_error",
        "endpoints_v1_create_access_disabled");
  }

  private Answer with(Call call, Function<Endpoint, Answer> use) {
    Endpoint endpoint = endpoints.get(call.parameter("id"));
    return endpoint == null
        ? world.errors.notFound("Endpoint", call.parameter("id"))
        : use.apply(endpoint);
  }

  private Answer patch(Call call, Endpoint endpoint) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : PATCH.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String state = Wire.string(body, "state", "");
    problem = ScalingRules.ofV1(body.path("autoscaling"));
    if (body.isEmpty()) {
      problem = "no fields to update";
    } else if (!Set.of("", "STARTED", "STOPPED").contains(state)) {
      problem = "state must be STARTED or STOPPED, not '" + state + "'";
    } else if (body.path("inactive_timeout").asInt(0) < 0) {
      problem = "inactive_timeout must be 0 or more minutes";
    }
    if (problem != null) {
      return world.errors.invalid(problem);
    }
    if (state.equals("STARTED") && world.hasV2()) {
      return disabled();
    }
    if (!state.isEmpty() && state.equals("STARTED") != endpoint.started) {
      endpoint.started = state.equals("STARTED");
      endpoint.timeline = new Timeline(world.clock, 2, 2, world.jobDuration(0.3));
    }
    endpoint.displayName = Wire.string(body, "display_name", endpoint.displayName);
    if (body.has("autoscaling")) {
      endpoint.autoscaling = body.path("autoscaling");
    }
    return Answer.json(view(endpoint, false));
  }

  private Answer delete(Endpoint endpoint) {
    endpoints.remove(endpoint.id);
    return Answer.empty(204);
  }

  private static Answer adapters(Endpoint endpoint) {
    ObjectNode body = Wire.object().put("object", "list");
    ArrayNode data = body.putArray("data");
    for (String pair : endpoint.adapters) {
      data.addObject()
          .put("adapter_name", pair.substring(endpoint.name.length() + 1))
          .put("endpoint_name", endpoint.name)
          .put("model_id", pair);
    }
    return Answer.json(body);
  }

  private Answer add(Call call, Endpoint endpoint) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : ADAPTER.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String pair = body.path("model_id").asString();
    if (!pair.startsWith(endpoint.name + ":") || pair.length() == endpoint.name.length() + 1) {
      return world.errors.invalid("model_id must be " + endpoint.name + ":<adapter>");
    }
    endpoint.adapters.add(pair);
    return Answer.json(Wire.object().put("model_id", pair));
  }

  private Answer remove(Call call, Endpoint endpoint) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : ADAPTER.check(call, body, "");
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String pair = body.path("model_id").asString();
    return endpoint.adapters.remove(pair)
        ? Answer.json(Wire.object().put("deleted", true).put("model_id", pair))
        : world.errors.notFound("Adapter", pair);
  }

  private Answer list() {
    ObjectNode body = Wire.object().put("object", "list");
    ArrayNode data = body.putArray("data");
    for (Endpoint endpoint : endpoints.values()) {
      ObjectNode view = view(endpoint, true);
      view.remove(List.of("display_name", "hardware", "autoscaling"));
      data.add(view);
    }
    return Answer.json(body);
  }

  private ObjectNode view(Endpoint endpoint, boolean look) {
    ObjectNode view =
        Wire.object()
            .put("object", "endpoint")
            .put("id", endpoint.id)
            .put("name", endpoint.name)
            .put("display_name", endpoint.displayName)
            .put("model", endpoint.model)
            .put("hardware", endpoint.hardware)
            .put("type", "dedicated")
            .put("owner", World.SLUG)
            .put("state", endpoint.state(look));
    view.set("autoscaling", endpoint.autoscaling);
    return view.put("created_at", endpoint.createdAt);
  }

  private Answer hardware(Call call) {
    ObjectNode body = Wire.object().put("object", "list");
    ObjectNode machine =
        body.putArray("data").addObject().put("object", "hardware").put("id", HARDWARE);
    machine.putObject("pricing").put("cents_per_minute", 5.6);
    machine
        .putObject("specs")
        .put("gpu_type", "h100-80gb")
        .put("gpu_link", "sxm")
        .put("gpu_memory", 80)
        .put("gpu_count", 1);
    if (call.query("model") != null) {
      machine.putObject("availability").put("status", "available");
    }
    machine.put("updated_at", world.now());
    return Answer.json(body);
  }

  private static Answer zones() {
    ObjectNode body = Wire.object();
    body.putArray("avzones").add("us-central-1");
    return Answer.json(body);
  }
}
