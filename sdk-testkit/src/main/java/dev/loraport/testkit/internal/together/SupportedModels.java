package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What v2 can deploy: base models, their deployment configs, and the machines with prices. */
final class SupportedModels {
  private static final int SMALL = 20;

  /** A machine that a config asks for; prices are the fake's own, for one hour. */
  record Machine(String id, int gpus, int centsPerHour) {}

  static final List<Machine> MACHINES =
      List.of(
          new Machine("1xnvidia-h100-80gb", 1, 399),
          new Machine("4xnvidia-h100-80gb", 4, 1596),
          new Machine("8xnvidia-h100-80gb", 8, 3192));

  private final World world;
  private final Catalogue catalogue;

  SupportedModels(World world, Catalogue catalogue) {
    this.world = world;
    this.catalogue = catalogue;
  }

  void routes(Router router) {
    router
        .add(
            "GET /v2/supported-models",
            this::list,
            "product",
            "modality",
            "search",
            "after",
            "limit")
        .add("GET /v2/supported-models/{id}", this::get)
        .add("GET /v2/projects/{p}/configs", this::configs, "after", "limit")
        .add("GET /v2/projects/{p}/configs/{id}", this::config)
        .add("GET /v2/public/inference-instance-types", this::machines, Page.QUERY)
        .add("GET /v2/public/inference-instance-types/{id}", this::machine);
  }

  static String idOf(String model) {
    return "ml_base" + hash(model);
  }

  static String configOf(String model) {
    return "cr_" + hash(model);
  }

  private static String hash(String model) {
    return String.format(Locale.ROOT, "%08x", model.hashCode());
  }

  /** The base model with that v2 id, or null. */
  static @Nullable String modelOf(Catalogue catalogue, String id) {
    return names(catalogue).stream().filter(name -> idOf(name).equals(id)).findFirst().orElse(null);
  }

  /** The base model that a deployment config is for, or null. */
  @Nullable String modelOfConfig(String configId) {
    return names(catalogue).stream()
        .filter(name -> Catalogue.deployable(name) && configOf(name).equals(configId))
        .findFirst()
        .orElse(null);
  }

  static Machine machineFor(String model) {
    long billions = Catalogue.parameters(model) / 1_000_000_000L;
    return MACHINES.get(billions <= SMALL ? 0 : billions <= 4 * SMALL ? 1 : 2);
  }

  private static Set<String> names(Catalogue catalogue) {
    Set<String> names = new LinkedHashSet<>(catalogue.tunable().keySet());
    names.addAll(catalogue.serverless().keySet());
    return names;
  }

  private Answer list(Call call) {
    String product = call.query("product");
    String search = call.query("search");
    List<ObjectNode> items = new ArrayList<>();
    for (String name : names(catalogue)) {
      boolean wanted = search == null || name.contains(search);
      if (wanted && (product == null || products(name).contains(product))) {
        items.add(view(name));
      }
    }
    return Page.of(world, call, items);
  }

  private List<String> products(String name) {
    List<String> products = new ArrayList<>();
    if (catalogue.serverless().containsKey(name)) {
      products.add("PRODUCT_SERVERLESS");
    }
    if (Catalogue.deployable(name)) {
      products.add("PRODUCT_DEDICATED");
    }
    if (catalogue.tunable(name) != null) {
      products.add("PRODUCT_FINE_TUNING");
    }
    return products;
  }

  private ObjectNode view(String name) {
    ObjectNode view =
        Wire.object()
            .put("id", idOf(name))
            .put("name", name)
            .put("displayName", name.substring(name.indexOf('/') + 1))
            .put("baseModel", name)
            .put("baseModelId", idOf(name))
            .put("status", "SUPPORTED_MODEL_STATUS_SUPPORTED");
    ArrayNode products = view.putArray("products");
    products(name).forEach(products::add);
    ArrayNode profiles = view.putArray("deploymentProfiles");
    if (Catalogue.deployable(name)) {
      Machine machine = machineFor(name);
      profiles
          .addObject()
          .put("profileId", "dp_" + hash(name))
          .put("model", "projects/proj_platform/models/" + idOf(name))
          .put("modelName", name)
          .put("config", "projects/proj_platform/configs/" + configOf(name))
          .put("gpuType", "nvidia-h100-80gb")
          .put("gpuCount", machine.gpus())
          .put("quantization", "FP8");
    }
    return view;
  }

  private Answer get(Call call) {
    String name = modelOf(catalogue, call.parameter("id"));
    return name == null
        ? world.errors.notFound("Supported model", call.parameter("id"))
        : Answer.json(view(name));
  }

  private Answer configs(Call call) {
    List<ObjectNode> items =
        names(catalogue).stream().filter(Catalogue::deployable).map(this::configView).toList();
    return Page.of(world, call, items);
  }

  private ObjectNode configView(String model) {
    return Wire.object()
        .put("id", configOf(model))
        .put("name", "projects/proj_platform/configs/" + configOf(model))
        .put("baseModel", model)
        .put("baseModelId", idOf(model))
        .put("hardware", machineFor(model).id());
  }

  private Answer config(Call call) {
    String model = modelOfConfig(call.parameter("id"));
    return model == null
        ? world.errors.notFound("Config", call.parameter("id"))
        : Answer.json(configView(model));
  }

  private Answer machines(Call call) {
    return Page.of(world, call, MACHINES.stream().map(SupportedModels::view).toList());
  }

  private Answer machine(Call call) {
    return MACHINES.stream()
        .filter(machine -> machine.id().equals(call.parameter("id")))
        .findFirst()
        .map(machine -> Answer.json(view(machine)))
        .orElseGet(() -> world.errors.notFound("Instance type", call.parameter("id")));
  }

  private static ObjectNode view(Machine machine) {
    ObjectNode view =
        Wire.object()
            .put("id", machine.id())
            .put("name", machine.id())
            .put("description", machine.gpus() + " x NVIDIA H100 80GB")
            .put("gpuType", "nvidia-h100-80gb")
            .put("gpuCount", machine.gpus())
            .put("gpuMemoryGib", 80)
            .put("priceCentsPerHour", machine.centsPerHour());
    ObjectNode region = view.putArray("regions").addObject().put("name", "us-central");
    region.putObject("headroom").put("relation", "RELATION_GTE").put("value", 4);
    return view;
  }
}
