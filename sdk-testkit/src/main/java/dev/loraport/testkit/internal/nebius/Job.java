package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One fine-tuning job on its way through its states. */
final class Job {
  private final World world;
  private final String id;
  private final JobPlan plan;
  private final JobRoad road;
  private final Timeline timeline;
  private final Instant created;
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private int entered;
  private double done;
  private @Nullable Instant trainingSince;
  private @Nullable Instant finished;
  private boolean cancelled;

  Job(World world, JobPlan plan, JobRoad road) {
    this.world = world;
    this.id = "ftjob-" + world.ids.hex(32);
    this.plan = plan;
    this.road = road;
    this.created = world.clock.now();
    this.timeline = new Timeline(world.clock, road.states().size() - 1, road.polls(), length());
    enter(0);
  }

  private Duration length() {
    return world.jobDuration(1);
  }

  String id() {
    return id;
  }

  JobPlan plan() {
    return plan;
  }

  /** Those stored so far, oldest first. */
  List<Checkpoint> checkpoints() {
    return checkpoints;
  }

  Instant created() {
    return created;
  }

  /** When the data sets had been read, or null before. */
  @Nullable Instant trainingSince() {
    return trainingSince;
  }

  /** When the job ended, or null before. */
  @Nullable Instant finished() {
    return finished;
  }

  String state() {
    return cancelled ? JobRoad.CANCELLED : road.states().get(entered);
  }

  boolean isTerminal() {
    return JobRoad.isTerminal(state());
  }

  boolean succeeded() {
    return state().equals(JobRoad.SUCCEEDED);
  }

  boolean failed() {
    return state().equals(JobRoad.FAILED);
  }

  String message() {
    return road.message();
  }

  /** The epochs whose end has been reached. */
  int epochsDone() {
    return (int) (plan.epochs() * done);
  }

  /** Brings the job to where it is by now. */
  void refresh(boolean look) {
    if (isTerminal()) {
      return;
    }
    int step = look ? timeline.look() : timeline.step();
    while (entered < step) {
      enter(entered + 1);
    }
    if (succeeded() || (entered > road.trainingFrom() && !failed())) {
      done = 1;
    } else if (entered == road.trainingFrom()) {
      done = timeline.partOf(entered);
    }
  }

  private void enter(int step) {
    entered = step;
    Instant at = step == 0 ? created : timeline.at(step);
    if (trainingSince == null && (step >= road.trainingFrom() || succeeded())) {
      trainingSince = at;
    }
    if (isTerminal()) {
      finished = at;
    }
  }

  void cancel() {
    cancelled = true;
    finished = world.clock.now();
  }

  ObjectNode view() {
    ObjectNode view =
        Wire.object()
            .put("id", id)
            .put("object", "fine_tuning.job")
            .put("created_at", created.getEpochSecond());
    time(view, "finished_at", finished);
    view.put("model", plan.model()).put("status", state());
    view.set("training_file", plan.request().path("training_file"));
    String validation = Wire.string(plan.request(), "validation_file", "");
    view.put("validation_file", validation.isEmpty() ? null : validation);
    plan.show(view);
    view.set("from_checkpoint", JobSchema.shown(plan.request().path("from_checkpoint")));
    view.set("integrations", JobSchema.shown(plan.request().path("integrations")));
    view.putNull("error");
    if (failed()) {
      error(view.putObject("error"));
    }
    view.put("organization_id", "");
    view.putArray("result_files");
    view.put("seed", plan.request().path("seed").asLong(0)).put("suffix", plan.suffix());
    progress(view);
    return view;
  }

  private void error(ObjectNode error) {
    boolean file = road.code().equals("invalid_training_file");
    error.put("code", road.code()).put("message", road.message());
    error.put("param", file ? "training_file" : null);
  }

  private void progress(ObjectNode view) {
    long total = (long) plan.stepsPerEpoch() * plan.epochs();
    view.put("trained_tokens", (long) (plan.tokens() * plan.epochs() * done))
        .put("trained_steps", (long) (total * done));
    if (trainingSince == null) {
      view.putNull("total_steps");
    } else {
      view.put("total_steps", total);
    }
    time(view, "estimated_finish", isTerminal() || done == 0 ? null : created.plus(length()));
  }

  private static void time(ObjectNode view, String name, @Nullable Instant at) {
    if (at == null) {
      view.putNull(name);
    } else {
      view.put(name, at.getEpochSecond());
    }
  }
}
