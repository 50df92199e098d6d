package dev.loraport.testkit.internal.fireworks.batch;

import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.world.Code;
import dev.loraport.testkit.internal.fireworks.world.Stamps;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One batch inference job on its way through its states. */
final class BatchJob {
  private static final String[] WAY = {"VALIDATING", "PENDING", "RUNNING", "COMPLETED"};
  private static final int LAST = WAY.length - 1;

  final String name;
  final ObjectNode fields;
  final BatchRun run = new BatchRun();
  final Set<String> finishedBefore;
  private final World world;
  private final Instant createTime;
  private final Timeline timeline;
  private final int rowsInWindow;
  private @Nullable Timeline removal;
  private @Nullable String failure;
  private boolean started;
  private boolean ended;
  private Instant updateTime;

  BatchJob(
      World world, String name, ObjectNode fields, Set<String> finishedBefore, int rowsInWindow) {
    this.world = world;
    this.name = name;
    this.fields = fields;
    this.finishedBefore = finishedBefore;
    this.rowsInWindow = rowsInWindow;
    this.createTime = world.clock().now();
    this.updateTime = createTime;
    this.timeline = new Timeline(world.clock(), LAST, LAST, world.jobDuration(0.5));
  }

  /** Lets the job move on by {@code work}. */
  void settle(boolean look, Work work) {
    int step = look ? timeline.look() : timeline.step();
    if (step > 0 && !started) {
      started = true;
      failure = work.check(this);
    }
    if (step == LAST && !ended && failure == null) {
      ended = true;
      updateTime = world.clock().now();
      work.finish(this, rowsInWindow);
    }
  }

  /** What happens at the turns of a job. */
  interface Work {
    /** Reads the rows; what is wrong with them, or null. */
    @Nullable String check(BatchJob job);

    /** Answers as many rows as the window of the job has room for. */
    void finish(BatchJob job, int rows);
  }

  boolean isExpired() {
    return ended && run.done().size() < run.size();
  }

  /** Begins to be removed; one that has ended goes at once. */
  void remove() {
    int looks = ended || failure != null ? 0 : 2;
    removal = new Timeline(world.clock(), 1, looks, world.jobDuration(0.05));
    if (looks == 0) {
      removal.look();
    }
  }

  boolean isRemoved(boolean look) {
    Timeline going = removal;
    return going != null && (look ? going.look() : going.step()) == 1;
  }

  private String state() {
    if (removal != null) {
      return "DELETING_CLEANING_UP";
    }
    if (failure != null) {
      return "FAILED";
    }
    return isExpired() ? "EXPIRED" : WAY[timeline.step()];
  }

  ObjectNode view(boolean creating) {
    String problem = failure;
    ObjectNode view = Wire.object().put("name", name).put("displayName", "");
    view.setAll(fields);
    view.put("state", "JOB_STATE_" + state())
        .put("createTime", Stamps.of(createTime, creating))
        .put("updateTime", Stamps.of(updateTime, creating))
        .put("createdBy", World.EMAIL);
    view.set("status", problem == null ? Code.ok() : Code.INVALID_ARGUMENT.status(problem));
    return view.set("jobProgress", run.progress());
  }
}
