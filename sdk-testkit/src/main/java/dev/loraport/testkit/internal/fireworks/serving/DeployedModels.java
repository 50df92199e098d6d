package dev.loraport.testkit.internal.fireworks.serving;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.model.Model;
import dev.loraport.testkit.internal.fireworks.model.Models;
import dev.loraport.testkit.internal.fireworks.world.Bodies;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.Listing;
import dev.loraport.testkit.internal.fireworks.world.Names;
import dev.loraport.testkit.internal.fireworks.world.Patch;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** LoRA addons on deployments: load, look, update, unload. */
public final class DeployedModels {
  /** From this day on the provider's pages say that a LoRA needs a dedicated deployment. */
  static final LocalDate SERVERLESS_LORA_END = LocalDate.of(2026, 2, 13);

  private static final String COLLECTION = "deployedModels";
  private static final int MAX_ADDONS = 100;
  private static final int MAX_ID = 63;
  private static final Schema LOAD =
      new Schema()
          .required(JsonType.TEXT, "model")
          .optional(JsonType.TEXT, "deployment", "displayName", "description")
          .optional(JsonType.BOOL, "default", "public", "serverless");
  private static final Schema PATCH =
      new Schema()
          .optional(JsonType.TEXT, "model", "deployment", "displayName", "description")
          .optional(JsonType.BOOL, "default", "public", "serverless");

  private final World world;
  private final Models models;
  private final Deployments deployments;
  private final Map<String, DeployedModel> loaded = new LinkedHashMap<>();

  public DeployedModels(World world, Models models, Deployments deployments) {
    this.world = world;
    this.models = models;
    this.deployments = deployments;
    deployments.guard(this::isDefaultAmongSeveral);
  }

  public void routes(Gateway gateway) {
    gateway
        .add("POST {A}/deployedModels", this::load, "replaceMergedAddon")
        .add("GET {A}/deployedModels", this::list, Listing.query())
        .add(
            "GET {A}/deployedModels/{id}",
            call -> Answer.json(Listing.masked(call, named(call).view(true))),
            "readMask")
        .add("PATCH {A}/deployedModels/{id}", this::patch, "updateMask")
        .add("DELETE {A}/deployedModels/{id}", this::unload);
  }

  /** Where a model is loaded, as the model itself shows it. */
  public List<ObjectNode> references(String model) {
    return of(model).stream().map(DeployedModel::reference).toList();
  }

  /** All places of a model, once those whose deployment is gone are dropped. */
  List<DeployedModel> of(String model) {
    loaded.values().removeIf(each -> each.deployment != null && isGone(each.deployment));
    return loaded.values().stream().filter(each -> each.model.equals(model)).toList();
  }

  private boolean isGone(Deployment deployment) {
    return !deployment.equals(deployments.find(deployment.name));
  }

  /** The place of a model on a deployment, or null. */
  @Nullable DeployedModel find(String model, @Nullable Deployment deployment) {
    return of(model).stream()
        .filter(each -> Objects.equals(each.deployment, deployment))
        .findFirst()
        .orElse(null);
  }

  /** The model that was loaded last on a deployment, or null. */
  @Nullable String on(Deployment deployment) {
    String newest = null;
    for (DeployedModel each : loaded.values()) {
      newest = deployment.equals(each.deployment) ? each.model : newest;
    }
    return newest;
  }

  private boolean isDefaultAmongSeveral(String deployment) {
    return loaded.values().stream()
        .filter(each -> each.deployment != null && each.deployment.name.equals(deployment))
        .anyMatch(each -> each.isDefault() && countOf(each.model) > 1);
  }

  private long countOf(String model) {
    return loaded.values().stream().filter(each -> each.model.equals(model)).count();
  }

  private Answer load(Call call) {
    ObjectNode body = Bodies.read(call, LOAD);
    String model = body.path("model").asString();
    Model addon = models.find(model);
    if (addon == null) {
      throw Code.NOT_FOUND.refuse("model \"" + model + "\" not found");
    }
    if (!addon.isReady()) {
      throw Code.FAILED_PRECONDITION.refuse("model \"" + model + "\" is not ready");
    }
    String base = addon.baseModel();
    if (!addon.isAddon()) {
      throw Code.INVALID_ARGUMENT.refuse("model \"" + model + "\" is not a LoRA addon");
    }
    String where = Wire.string(body, "deployment", "");
    Deployment deployment = null;
    if (where.isEmpty() || body.path("serverless").asBoolean(false)) {
      serverless(model, base);
    } else {
      deployment = on(where, model, base, "true".equals(call.query("replaceMergedAddon")));
    }
    DeployedModel place = place(call, body, model, deployment);
    return Answer.json(place.view(false));
  }

  private void serverless(String model, String base) {
    Model baseModel = models.find(base);
    boolean served = baseModel != null && baseModel.is("supportsServerless");
    if (!world.asOf().isBefore(SERVERLESS_LORA_END) || !served) {
      throw Code.INVALID_ARGUMENT.refuse(
          "serverless is not applicable to LoRA addons: model \""
              + model
              + "\" needs a dedicated deployment");
    }
    if (find(model, null) != null) {
      throw Code.FAILED_PRECONDITION.refuse("model \"" + model + "\" is already deployed");
    }
  }

  private Deployment on(String name, String model, String base, boolean replace) {
    Deployment deployment = deployments.find(name);
    if (deployment == null) {
      throw Code.NOT_FOUND.refuse("deployment \"" + name + "\" not found");
    }
    if (!deployment.takesAddons() && !deployment.reloads()) {
      throw Code.FAILED_PRECONDITION.refuse(
          "deployment \"" + name + "\" was created without enable_addons");
    }
    if (!deployment.baseModel.equals(base)) {
      throw Code.INVALID_ARGUMENT.refuse(
          "model \"" + model + "\" is for \"" + base + "\", not \"" + deployment.baseModel + "\"");
    }
    if (find(model, deployment) != null) {
      throw Code.ALREADY_EXISTS.refuse(
          "model \"" + model + "\" is already deployed on \"" + name + "\"");
    }
    if (deployment.reloads() != replace) {
      throw Code.FAILED_PRECONDITION.refuse(
          deployment.reloads()
              ? "replace_merged_addon must be set on a deployment with hot reload"
              : "replace_merged_addon needs a deployment with hot reload");
    }
    long count =
        loaded.values().stream().filter(each -> deployment.equals(each.deployment)).count();
    if (replace) {
      loaded.values().removeIf(each -> deployment.equals(each.deployment));
    } else if (count >= MAX_ADDONS) {
      throw Code.RESOURCE_EXHAUSTED.refuse(
          "deployment \"" + name + "\" holds " + MAX_ADDONS + " addons already");
    }
    return deployment;
  }

  private DeployedModel place(
      Call call, ObjectNode body, String model, @Nullable Deployment deployment) {
    String id = Names.id(model);
    String start = id.substring(0, Math.min(id.length(), MAX_ID - 7));
    String name = Names.of(call, COLLECTION, start + "-" + world.ids().lowerCase(6));
    boolean first = of(model).isEmpty();
    ObjectNode fields = defaults();
    Patch.apply(call, body, fields, defaults());
    DeployedModel place = new DeployedModel(world, name, model, deployment, fields);
    loaded.put(name, place);
    if (first || place.isDefault()) {
      makeDefault(place);
    }
    return place;
  }

  private static ObjectNode defaults() {
    return Wire.object()
        .put("displayName", "")
        .put("description", "")
        .put("default", false)
        .put("public", false);
  }

  private void makeDefault(DeployedModel place) {
    of(place.model).forEach(each -> each.isDefault(each == place));
  }

  private DeployedModel named(Call call) {
    String name = Names.of(call, COLLECTION);
    DeployedModel place = loaded.get(name);
    boolean gone = place != null && place.deployment != null && isGone(place.deployment);
    if (place == null || gone) {
      throw Code.NOT_FOUND.refuse("deployed model \"" + name + "\" not found");
    }
    return place;
  }

  private Answer list(Call call) {
    String prefix = Names.of(call, COLLECTION, "");
    List<ObjectNode> views = new ArrayList<>();
    for (DeployedModel place : List.copyOf(loaded.values())) {
      boolean gone = place.deployment != null && isGone(place.deployment);
      if (place.name.startsWith(prefix) && !gone) {
        views.add(place.view(true));
      }
    }
    return Listing.of(call, COLLECTION, views, "name");
  }

  private Answer patch(Call call) {
    DeployedModel place = named(call);
    ObjectNode body = Bodies.read(call, PATCH);
    Patch.apply(call, body, place.fields, defaults());
    place.touched();
    if (place.isDefault()) {
      makeDefault(place);
    }
    return Answer.json(place.view(false));
  }

  private Answer unload(Call call) {
    loaded.remove(named(call).name);
    return Answer.json(Wire.object());
  }
}
