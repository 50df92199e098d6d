package dev.loraport.testkit.internal.nebius;

import static dev.loraport.testkit.internal.nebius.Check.Bound.atLeast;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.nebius.Catalogue.Template;
import dev.loraport.testkit.internal.nebius.Findings.At;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Dedicated endpoints: templates, create, list, get, update, delete. */
final class Endpoints {
  private static final String ALL = "/v0/dedicated_endpoints";
  private static final String ONE = ALL + "/{id}";
  private static final String UNSET = "UNSET";
  private static final String WEIGHTS = "custom_weights_id";
  private static final String KEY = "dedicated/";
  private static final Check NAME = Check.text(1, 100);
  private static final Check DESCRIPTION = Check.text(0, 500);
  private static final Check ROUTING_KEY = Check.text(11, 128).and(Check.startingWith(KEY));
  private static final Check GPUS =
      Check.oneOf(
          "gpu-l40s-d",
          "gpu-l40s-a",
          "gpu-h100-sxm",
          "gpu-h200-sxm",
          "gpu-b200-sxm",
          "gpu-b200-sxm-a",
          "gpu-b300-sxm");
  private static final Check REGIONS =
      Check.oneOf(
          "eu-north1",
          "eu-west1",
          "us-central1",
          "me-west1",
          "uk-south1",
          "tf-us1",
          "tf-us2",
          "tf-ca1");
  private static final Check SCALING =
      Check.object(new Shape().needs(Check.whole(atLeast(1)), "min_replicas", "max_replicas"));
  private static final Shape CREATE =
      new Shape()
          .needs(NAME, "name")
          .needs(Check.text(), "model_name", "flavor_name")
          .needs(GPUS, "gpu_type")
          .needs(Check.whole(atLeast(0)), "gpu_count")
          .needs(REGIONS, "region")
          .needs(SCALING, "scaling")
          .takes(DESCRIPTION, "description")
          .takes(ROUTING_KEY, "routing_key")
          .takes(Check.any(), "reservation_policy")
          .nullable(Check.startingWith(Artifacts.PREFIX), WEIGHTS);
  private static final Shape UPDATE =
      new Shape()
          .takes(NAME, "name")
          .takes(GPUS, "gpu_type")
          .takes(Check.whole(atLeast(0)), "gpu_count")
          .takes(SCALING, "scaling")
          .takes(DESCRIPTION, "description")
          .takes(ROUTING_KEY, "routing_key")
          .takes(Check.bool(), "enabled")
          .nullable(Endpoints::weights, WEIGHTS);

  private final World world;
  private final Catalogue catalogue;
  private final Artifacts artifacts;
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

  Endpoints(World world, Catalogue catalogue, Artifacts artifacts) {
    this.world = world;
    this.catalogue = catalogue;
    this.artifacts = artifacts;
  }

  void routes(NebiusRoutes routes) {
    routes
        .add("GET " + ALL + "/templates", dated(call -> templates()), NebiusRoutes.PROJECT)
        .add("POST " + ALL, dated(this::create), NebiusRoutes.PROJECT)
        .add("GET " + ALL, dated(call -> list()), NebiusRoutes.PROJECT)
        .add("GET " + ONE, dated(this::get))
        .add("PATCH " + ONE, dated(this::update))
        .add("DELETE " + ONE, dated(this::delete));
  }

  private Router.Handler dated(Router.Handler handler) {
    return call -> {
      if (!world.since(World.ENDPOINTS)) {
        throw Errors.refuse(404, Errors.plain(404));
      }
      return handler.handle(call);
    };
  }

  boolean isRoutable(String routingKey) {
    return endpoints.values().stream()
        .anyMatch(endpoint -> endpoint.routingKey().equals(routingKey) && endpoint.isReady());
  }

  private static void weights(Findings findings, At at, JsonNode value) {
    if (!value.asString("").equals(UNSET)) {
      Check.startingWith(Artifacts.PREFIX).check(findings, at, value);
    }
  }

  private Answer templates() {
    ObjectNode body = Wire.object().put("object", "list");
    ArrayNode list = body.putArray(world.switches.templateList());
    for (Template template : catalogue.templates().values()) {
      ObjectNode view = list.addObject().put("name", template.name()).put("type", "text2text");
      view.putObject("metadata")
          .put("vendor", template.vendor())
          .put("context_window_k", template.contextK())
          .put("size_b", template.sizeB());
      ObjectNode flavors = view.putObject("flavors");
      template.flavors().forEach(flavors::putObject);
    }
    return Answer.json(body);
  }

  private Answer create(Call call) {
    ObjectNode body = CREATE.read(call);
    CREATE.unknown(body).forEach(name -> call.problem("unknown field `" + name + "`"));
    Template template = catalogue.templates().get(body.path("model_name").asString());
    String flavor = body.path("flavor_name").asString();
    if (template == null || !template.flavors().contains(flavor)) {
      throw Errors.refuse(
          400, "No template " + body.path("model_name").asString() + " with flavor " + flavor);
    }
    check(call, body);
    if (!body.has("routing_key")) {
      body.put("routing_key", KEY + template.name() + "-" + world.ids.lowerCase(4));
    }
    Endpoint endpoint = new Endpoint(world, body);
    endpoints.put(endpoint.id(), endpoint);
    ObjectNode view = endpoint.view();
    ObjectNode answer =
        switch (world.switches.envelope()) {
          case BARE -> view;
          case ID_ONLY -> Wire.object().put("endpoint_id", endpoint.id());
          case WRAPPED -> {
            ObjectNode wrapped = Wire.object();
            wrapped.set("endpoint", view);
            yield wrapped;
          }
        };
    return Answer.json(201, answer);
  }

  /** What no single field shows: replicas the wrong way round, and weights that don't exist. */
  private void check(Call call, ObjectNode spec) {
    JsonNode scaling = spec.path("scaling");
    if (scaling.path("max_replicas").asInt() < scaling.path("min_replicas").asInt()) {
      Findings findings = new Findings(call);
      String message = "Value error, max_replicas must not be less than min_replicas";
      findings.add(At.of("body", "scaling"), "value_error", message, scaling, null);
      findings.check();
    }
    String weights = Wire.string(spec, WEIGHTS, "");
    if (!weights.isEmpty() && !artifacts.has(weights)) {
      throw world.errors.missing();
    }
  }

  private Answer list() {
    List<ObjectNode> views = new ArrayList<>();
    for (Endpoint endpoint : endpoints.values()) {
      endpoint.look();
      views.add(endpoint.view());
    }
    return Page.all(views);
  }

  private Endpoint of(Call call) {
    Endpoint endpoint = endpoints.get(call.parameter("id"));
    if (endpoint == null) {
      throw world.errors.missing();
    }
    return endpoint;
  }

  private Answer get(Call call) {
    if (!world.since(World.ONE_ENDPOINT)) {
      throw Errors.refuse(405, Errors.plain(405));
    }
    Endpoint endpoint = of(call);
    endpoint.look();
    return Answer.json(endpoint.view());
  }

  private Answer update(Call call) {
    Endpoint endpoint = of(call);
    ObjectNode change = UPDATE.read(call);
    UPDATE.unknown(change).forEach(name -> call.problem("`" + name + "` can't be changed"));
    ObjectNode spec = endpoint.spec().deepCopy();
    change.properties().forEach(field -> spec.set(field.getKey(), field.getValue()));
    if (Wire.string(spec, WEIGHTS, "").equals(UNSET)) {
      spec.remove(WEIGHTS);
    }
    check(call, spec);
    boolean wasEnabled = endpoint.enabled();
    endpoint.spec().removeAll();
    endpoint.spec().setAll(spec);
    endpoint.change(wasEnabled);
    return Answer.json(endpoint.view());
  }

  private Answer delete(Call call) {
    endpoints.remove(of(call).id());
    return Answer.empty(204);
  }
}
