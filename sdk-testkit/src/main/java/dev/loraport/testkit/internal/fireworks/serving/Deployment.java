package dev.loraport.testkit.internal.fireworks.serving;

import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Stamps;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One deployment: comes up replica by replica, serves, sleeps when idle, and is deleted softly. */
final class Deployment {
  /** What a call for its model meets. */
  enum Readiness {
    SERVING,
    WAKING,
    ABSENT
  }

  static final Duration BUSY = Duration.ofHours(1);

  private static final Duration ABANDONED = Duration.ofDays(7);
  private static final int UP = 3;

  final String name;
  final String baseModel;
  final boolean merged;
  final boolean autoDeployed;
  final ObjectNode fields;
  private final World world;
  private final ServingRules rules;
  private final Instant createTime;
  private Instant updateTime;
  private Timeline rise;
  private @Nullable Timeline update;
  private int desired;
  private boolean created;
  private @Nullable Instant idleSince;
  private @Nullable Instant lastTraffic;
  private @Nullable Instant deleteTime;
  private @Nullable String failure;

  /** A deployment from what was asked for, whose defaults are filled in already. */
  Deployment(
      World world,
      ServingRules rules,
      String name,
      ObjectNode fields,
      boolean merged,
      boolean autoDeployed) {
    this.world = world;
    this.rules = rules;
    this.name = name;
    this.fields = fields;
    this.baseModel = fields.path("baseModel").asString();
    this.merged = merged;
    this.autoDeployed = autoDeployed;
    this.createTime = world.clock().now();
    this.updateTime = createTime;
    this.rise = new Timeline(world.clock(), UP, UP, world.jobDuration(0.3));
    this.desired = Math.min(max(), Math.max(min(), 1));
  }

  private int min() {
    return fields.path("minReplicaCount").asInt(0);
  }

  private int max() {
    return fields.path("maxReplicaCount").asInt(1);
  }

  boolean takesAddons() {
    return fields.path("enableAddons").asBoolean(false);
  }

  boolean reloads() {
    return fields.path("enableHotReloadLatestAddon").asBoolean(false);
  }

  boolean isDeleted() {
    return deleteTime != null;
  }

  /** Whether its time to be undeleted is over. */
  boolean isPurged() {
    return deleteTime != null && !world.clock().now().isBefore(deleteTime.plus(ABANDONED));
  }

  boolean isBusy() {
    return lastTraffic != null && world.clock().now().isBefore(lastTraffic.plus(BUSY));
  }

  /** Lets time pass: replicas come up, idle ones go, and what nobody uses for a week as well. */
  void settle(boolean look) {
    if (deleteTime != null || failure != null) {
      return;
    }
    if (desired > 0 && step(look) == UP && idleSince == null) {
      created = true;
      idleSince = rise.at(UP);
    }
    created |= desired == 0;
    if (created && rules.takeSleep(name)) {
      replicas(0);
    }
    Instant idle = idleSince;
    if (idle == null || min() > 0) {
      return;
    }
    Instant now = world.clock().now();
    Duration window =
        DeploymentSchema.window(
            fields.path("autoscalingPolicy"), "scaleToZeroWindow", Duration.ofHours(1));
    if (!now.isBefore(idle.plus(window))) {
      desired = 0;
    }
    if (!now.isBefore(idle.plus(ABANDONED))) {
      deleteTime = idle.plus(ABANDONED);
    }
  }

  private int step(boolean look) {
    if (idleSince != null) {
      return UP;
    }
    String reason = rules.failure();
    if (look && reason != null) {
      failure = reason;
    }
    if (reason != null || !rules.capacity()) {
      return 0;
    }
    return look ? rise.look() : rise.step();
  }

  /** What an inference call meets; a sleeping deployment begins to wake. */
  Readiness call() {
    settle(false);
    if (deleteTime != null || failure != null || !created || max() == 0) {
      return Readiness.ABSENT;
    }
    if (desired == 0) {
      replicas(Math.max(1, min()));
      return Readiness.WAKING;
    }
    settle(true);
    if (idleSince == null) {
      return Readiness.WAKING;
    }
    lastTraffic = world.clock().now();
    idleSince = lastTraffic;
    return Readiness.SERVING;
  }

  boolean isServing() {
    return created && desired > 0 && idleSince != null && deleteTime == null;
  }

  /** Sets how many replicas are wanted. */
  void replicas(int count) {
    boolean fromNothing = desired == 0 && count > 0;
    desired = count;
    if (fromNothing) {
      idleSince = null;
      rise = new Timeline(world.clock(), UP, UP, world.jobDuration(0.2));
    }
  }

  /** Called after the fields were changed. */
  void updated() {
    updateTime = world.clock().now();
    update = new Timeline(world.clock(), 1, 1, world.jobDuration(0.05));
    replicas(Math.min(max(), Math.max(min(), desired)));
  }

  void delete() {
    deleteTime = world.clock().now();
  }

  void undelete() {
    deleteTime = null;
    idleSince = null;
    created = false;
    desired = Math.min(max(), Math.max(min(), 1));
    rise = new Timeline(world.clock(), UP, UP, world.jobDuration(0.3));
  }

  private String state(boolean look) {
    if (deleteTime != null) {
      return "DELETED";
    }
    if (failure != null) {
      return "FAILED";
    }
    if (!created) {
      return "CREATING";
    }
    Timeline changing = update;
    boolean done = changing == null || (look ? changing.look() : changing.step()) == 1;
    return done ? "READY" : "UPDATING";
  }

  ObjectNode view(boolean look) {
    settle(look);
    Instant deleted = deleteTime;
    String problem = failure;
    String state = state(look);
    ObjectNode view = Wire.object().put("name", name).put("displayName", "").put("description", "");
    fields.properties().forEach(field -> view.set(field.getKey(), field.getValue()));
    view.put("state", state)
        .put("createTime", Stamps.of(createTime, !look))
        .put("updateTime", Stamps.of(updateTime, !look));
    view.set("status", problem == null ? Code.ok() : Code.RESOURCE_EXHAUSTED.status(problem));
    if (deleted != null) {
      view.put("deleteTime", Stamps.of(deleted));
      view.put("purgeTime", Stamps.of(deleted.plus(ABANDONED)));
    }
    boolean running = deleted == null && problem == null;
    int wanted = running ? desired : 0;
    int step = running && desired > 0 ? (idleSince == null ? rise.step() : UP) : 0;
    if (running && idleSince == null && !rules.capacity()) {
      step = 0;
    }
    view.put("desiredReplicaCount", wanted).put("replicaCount", step == UP ? wanted : 0);
    view.putObject("replicaStats")
        .put("pendingSchedulingReplicaCount", step == 0 ? wanted : 0)
        .put("downloadingModelReplicaCount", step == 1 ? wanted : 0)
        .put("initializingReplicaCount", step == 2 ? wanted : 0)
        .put("readyReplicaCount", step == UP ? wanted : 0);
    return view.put("region", "US_IOWA_1");
  }
}
