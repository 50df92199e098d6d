package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** One v2 deployment: comes up, serves, and goes down by its replica count. */
final class Deployment {
  private static final String[] UP = {"PROVISIONING", "SCALING", "READY"};
  private static final String[] DOWN = {"STOPPING", "STOPPED"};

  final String id;
  final String endpointId;
  final String model;
  final String config;
  final String base;
  final boolean lora;
  final Map<String, LoadedAdapter> adapters = new LinkedHashMap<>();
  private final World world;
  private final String createdAt;
  private String name;
  private String updatedAt;
  private ObjectNode autoscaling;
  private Timeline timeline;
  private boolean up = true;
  private int version = 1;

  Deployment(
      World world,
      String endpointId,
      String name,
      String model,
      String config,
      String base,
      ObjectNode body) {
    this.world = world;
    this.id = "dep_" + world.ids.alphanumeric(12);
    this.endpointId = endpointId;
    this.name = name;
    this.model = model;
    this.config = config;
    this.base = base;
    this.lora = body.path("enableLora").asBoolean(false);
    this.autoscaling =
        body.path("autoscaling").deepCopy() instanceof ObjectNode o ? o : Wire.object();
    this.createdAt = world.now();
    this.updatedAt = createdAt;
    this.timeline = new Timeline(world.clock, 2, 2, world.jobDuration(0.3));
    this.up = replicas() > 0;
  }

  String name() {
    return name;
  }

  void rename(String full) {
    name = full;
    touched();
  }

  /** Its endpoint has another name, with which its own begins. */
  void below(String endpoint) {
    name = endpoint + name.substring(name.lastIndexOf('/'));
  }

  int replicas() {
    return autoscaling.path("maxReplicas").asInt(0);
  }

  String etag() {
    return "e" + version + "-" + id.substring(4, 8);
  }

  String state(boolean look) {
    int step = look ? timeline.look() : timeline.step();
    return "DEPLOYMENT_STATE_" + (up ? UP[step] : DOWN[Math.min(step, 1)]);
  }

  boolean isReady(boolean look) {
    return state(look).endsWith("_READY");
  }

  boolean isStopped(boolean look) {
    return state(look).endsWith("_STOPPED");
  }

  void scale(ObjectNode wanted) {
    int before = replicas();
    autoscaling = wanted;
    if ((before == 0) != (replicas() == 0)) {
      up = replicas() > 0;
      int steps = up ? 2 : 1;
      timeline = new Timeline(world.clock, steps, steps, world.jobDuration(0.2));
    }
    touched();
  }

  void touched() {
    version++;
    updatedAt = world.now();
  }

  ObjectNode view(boolean look) {
    boolean ready = isReady(look);
    int replicas = Math.max(autoscaling.path("minReplicas").asInt(0), Math.min(1, replicas()));
    String modelId = model.substring(model.lastIndexOf("/models/") + 8);
    String revision = Registry.revisionOf(modelId);
    ObjectNode view =
        Wire.object()
            .put("id", id)
            .put("name", name)
            .put("endpointId", endpointId)
            .put("projectId", world.projectId)
            .put("model", model + "/revisions/" + revision)
            .put("modelId", modelId)
            .put("modelRevisionId", revision)
            .put("config", config)
            .put("configId", config.substring(config.lastIndexOf('/') + 1))
            .put("hardware", SupportedModels.machineFor(base).id());
    view.set("autoscaling", autoscaling.deepCopy());
    view.putObject("status")
        .put("state", state(false))
        .put("message", ready ? "Serving" : "Scheduling replicas")
        .put("readyReplicas", ready ? replicas : 0)
        .put("scheduledReplicas", up ? replicas : 0);
    return view.put("desiredReplicas", replicas)
        .put("enableLora", lora)
        .put("trafficMode", "TRAFFIC_MODE_LIVE")
        .put("etag", etag())
        .put("createdAt", createdAt)
        .put("updatedAt", updatedAt);
  }

  ObjectNode summary(double share) {
    ObjectNode full = view(false);
    ObjectNode summary = Wire.object().put("id", id).put("name", name).put("state", state(false));
    summary.put("model", full.path("model").asString());
    summary.set("autoscaling", full.path("autoscaling"));
    return summary
        .put("trafficMode", "TRAFFIC_MODE_LIVE")
        .put("estimatedEffectiveTrafficShare", share)
        .put("desiredReplicas", full.path("desiredReplicas").asInt())
        .put("readyReplicas", full.path("status").path("readyReplicas").asInt())
        .put("hardware", full.path("hardware").asString())
        .put("createdAt", createdAt);
  }
}
