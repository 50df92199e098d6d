package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What happened to a job, oldest first, in the recorded words. */
final class JobEvents {
  private final Job job;
  private final List<ObjectNode> events = new ArrayList<>();

  private JobEvents(Job job) {
    this.job = job;
  }

  static List<ObjectNode> of(Job job) {
    JobEvents list = new JobEvents(job);
    list.add(job.created(), "info", "Job is submitted");
    Instant read = job.trainingSince();
    if (read != null) {
      if (job.plan().request().hasNonNull("validation_file")) {
        list.add(read, "info", "Dataset 'validation' processed successfully");
      }
      list.add(read, "info", "Dataset 'training' processed successfully");
    }
    Instant finished = job.finished();
    if (finished != null && job.succeeded()) {
      list.add(finished, "info", "Training completed successfully");
    } else if (finished != null && job.failed()) {
      list.add(finished, "error", job.message());
    }
    return list.events;
  }

  private void add(Instant at, String level, String message) {
    events.add(
        Wire.object()
            .put("id", "ftevent-" + job.id().substring(job.id().length() - 8) + "-" + events.size())
            .put("object", "fine_tuning.job.event")
            .put("created_at", at.getEpochSecond())
            .put("level", level)
            .put("message", message)
            .put("type", "message")
            .putNull("data"));
  }
}
