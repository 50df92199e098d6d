package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ObjectNode;

/** One dedicated endpoint. */
final class Endpoint {
  private static final String[] FIELDS = {
    "routing_key", "model_name", "flavor_name", "region", "gpu_type", "gpu_count"
  };

  private final World world;
  private final String id;
  private final ObjectNode spec;
  private final String createdAt;
  private Timeline timeline;
  private String way = "starting";

  Endpoint(World world, ObjectNode spec) {
    this.world = world;
    this.id = world.ids.hex(32);
    this.spec = spec;
    this.createdAt = world.clock.now().truncatedTo(ChronoUnit.SECONDS).toString();
    this.timeline = timeline();
  }

  private Timeline timeline() {
    return new Timeline(world.clock, 2, 2, world.jobDuration(0.3));
  }

  String id() {
    return id;
  }

  ObjectNode spec() {
    return spec;
  }

  boolean enabled() {
    return spec.path("enabled").asBoolean(true);
  }

  String routingKey() {
    return spec.path("routing_key").asString();
  }

  /** Counts a look, which only brings those on their way forward for which there are GPUs. */
  void look() {
    if (world.switches.capacity() || !enabled()) {
      timeline.look();
    }
  }

  /** Its settings have changed: it takes a while until they are in force. */
  void change(boolean wasEnabled) {
    way = !enabled() ? "stopping" : wasEnabled ? "updating" : "starting";
    timeline = timeline();
  }

  boolean isReady() {
    return enabled() && readyReplicas() > 0;
  }

  private boolean settled() {
    return timeline.step() == 2 && (world.switches.capacity() || !enabled());
  }

  private int replicas() {
    return spec.path("scaling").path("min_replicas").asInt(1);
  }

  /** While it is updated the old replicas go on. */
  private int readyReplicas() {
    if (!enabled()) {
      return 0;
    }
    return settled() || way.equals("updating") ? replicas() : 0;
  }

  private String status() {
    if (!settled()) {
      return way;
    }
    return enabled() ? "running" : "stopped";
  }

  ObjectNode view() {
    ObjectNode view = Wire.object().put("id", id);
    view.set("name", spec.path("name"));
    view.put("description", Wire.string(spec, "description", "")).put("enabled", enabled());
    for (String field : FIELDS) {
      view.set(field, spec.path(field));
    }
    String weights = Wire.string(spec, "custom_weights_id", "");
    view.put("custom_weights_id", weights.isEmpty() ? null : weights);
    view.set("scaling", spec.path("scaling"));
    view.putObject("deployment")
        .put("ready_replicas", readyReplicas())
        .put("status", status())
        .put("readiness", readyReplicas() > 0 ? "ready" : "not_ready");
    return view.put("created_at", createdAt);
  }
}
