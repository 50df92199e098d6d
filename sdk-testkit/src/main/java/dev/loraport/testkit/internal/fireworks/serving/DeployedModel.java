package dev.loraport.testkit.internal.fireworks.serving;

import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Stamps;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A LoRA addon on a deployment, or, where that existed, on serverless. */
final class DeployedModel {
  final String name;
  final String model;
  final @Nullable Deployment deployment;
  final ObjectNode fields;
  private final World world;
  private final Instant createTime;
  private final Timeline loading;
  private @Nullable Timeline routing;
  private Instant updateTime;

  DeployedModel(
      World world, String name, String model, @Nullable Deployment deployment, ObjectNode fields) {
    this.world = world;
    this.name = name;
    this.model = model;
    this.deployment = deployment;
    this.fields = fields;
    this.createTime = world.clock().now();
    this.updateTime = createTime;
    this.loading = new Timeline(world.clock(), 1, 2, world.jobDuration(0.1));
  }

  boolean isDefault() {
    return fields.path("default").asBoolean(false);
  }

  void isDefault(boolean value) {
    fields.put("default", value);
    updateTime = world.clock().now();
  }

  void touched() {
    updateTime = world.clock().now();
  }

  /** Loaded, once its deployment is there. */
  private boolean isDeployed(boolean look) {
    Deployment on = deployment;
    if (on != null && routing == null && !on.isServing()) {
      return false;
    }
    boolean loaded = (look ? loading.look() : loading.step()) == 1;
    if (loaded && routing == null) {
      routing = new Timeline(world.clock(), 1, 2, world.jobDuration(0.05));
    }
    return loaded;
  }

  /** Whether a call reaches it: a little later than it says that it is deployed. */
  boolean takesCall() {
    boolean deployed = isDeployed(false);
    Timeline route = routing;
    return deployed && route != null && route.look() == 1;
  }

  ObjectNode view(boolean look) {
    boolean deployed = isDeployed(look);
    Deployment on = deployment;
    ObjectNode view = Wire.object().put("name", name);
    fields.properties().forEach(field -> view.set(field.getKey(), field.getValue()));
    view.put("createTime", Stamps.of(createTime, !look))
        .put("updateTime", Stamps.of(updateTime, !look))
        .put("model", model)
        .put("deployment", on == null ? "" : on.name)
        .put("state", deployed ? "DEPLOYED" : "DEPLOYING")
        .put("serverless", on == null);
    return view.set("status", Code.ok());
  }

  /** What the model itself says about this place. */
  ObjectNode reference() {
    Deployment on = deployment;
    return Wire.object()
        .put("name", name)
        .put("deployment", on == null ? "" : on.name)
        .put("state", isDeployed(false) ? "DEPLOYED" : "DEPLOYING")
        .put("default", isDefault())
        .put("public", fields.path("public").asBoolean(false));
  }
}
