package dev.loraport.testkit.internal.fireworks.job;

import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Stamps;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** One fine-tuning job on its way through its states. */
final class Job {
  private final World world;
  private final String name;
  private final Kind kind;
  private final Plan plan;
  private final Instant created;
  private Instant updated;
  private Road road;
  private Timeline timeline;
  private int entered;

  Job(World world, String name, Kind kind, Plan plan, Road road) {
    this.world = world;
    this.name = name;
    this.kind = kind;
    this.plan = plan;
    this.created = world.clock().now();
    this.updated = created;
    this.road = road;
    this.timeline = timeline(road, world.jobDuration());
  }

  private Timeline timeline(Road way, Duration length) {
    return new Timeline(world.clock(), way.states().size() - 1, way.polls(), length);
  }

  String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  Plan plan() {
    return plan;
  }

  String state() {
    return road.states().get(entered);
  }

  boolean isTerminal() {
    return Road.isTerminal(state());
  }

  /** Whether there is a model to show. */
  boolean isGood() {
    return Road.isGood(state());
  }

  /** How much of the training is done, from 0 to 1. */
  double done() {
    int from = road.trainingFrom();
    if (isGood() || entered > from) {
      return 1;
    }
    return entered < from ? 0 : timeline.partOf(from);
  }

  /** Whether the trainer has written anything yet. */
  boolean hasMetrics() {
    return entered >= road.trainingFrom() || isGood();
  }

  /** Brings the job to where it is by now; true when it has just ended well. */
  boolean refresh(boolean look) {
    boolean wasGood = isGood();
    int step = look ? timeline.look() : timeline.step();
    if (step > entered) {
      entered = step;
      updated = timeline.at(step);
    }
    return !wasGood && isGood();
  }

  void cancel() {
    turn(Road.cancelled(), world.jobDuration(0.05));
  }

  void resume() {
    turn(Road.resumed(), world.jobDuration());
  }

  private void turn(Road way, Duration length) {
    road = way;
    entered = 0;
    timeline = timeline(way, length);
    updated = world.clock().now();
  }

  ObjectNode view(boolean creating) {
    ObjectNode view = Wire.object().put("name", name);
    view.setAll(Defaults.of(kind));
    view.setAll(plan.request());
    view.put("createTime", Stamps.of(created, creating));
    view.put("updateTime", Stamps.of(updated, creating));
    view.put("createdBy", World.EMAIL);
    view.put("state", state());
    view.set("status", Road.isFailed(state()) ? road.status() : Code.ok());
    if (isTerminal()) {
      view.put("completedTime", Stamps.of(updated));
    } else {
      view.putNull("completedTime");
    }
    if (kind != Kind.DPO) {
      progress(view);
    }
    return view;
  }

  /** The counters of requests stayed at 0 in a live run. */
  private void progress(ObjectNode view) {
    if (!hasMetrics()) {
      view.putNull("jobProgress");
      return;
    }
    double epochs = plan.epochs() * done();
    int epoch = (int) Math.min(plan.epochs() - 1, epochs);
    view.putObject("jobProgress")
        .put("percent", (int) (100 * (epochs - epoch)))
        .put("epoch", epoch)
        .put("totalInputRequests", 0)
        .put("totalProcessedRequests", 0)
        .put("successfullyProcessedRequests", 0)
        .put("failedRequests", 0)
        .put("outputRows", 0)
        .put("inputTokens", 0)
        .put("outputTokens", 0)
        .put("cachedInputTokenCount", 0);
  }
}
