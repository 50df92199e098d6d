package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Wire;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The weights after an epoch of a job. */
record Checkpoint(
    String id,
    long createdAt,
    String job,
    int step,
    String model,
    int epoch,
    boolean validated,
    List<StoredFile> files) {
  private static final String[] METRICS = {
    "train_mean_token_accuracy",
    "valid_mean_token_accuracy",
    "full_valid_loss",
    "full_valid_mean_token_accuracy"
  };

  /** The checkpoint; only lists name its files. */
  ObjectNode view(boolean listed) {
    ObjectNode view =
        Wire.object()
            .put("id", id)
            .put("object", "fine_tuning.job.checkpoint")
            .put("created_at", createdAt)
            .put("fine_tuning_job_id", job)
            .put("step_number", step)
            .put("fine_tuned_model_checkpoint", model);
    double loss = 0.45 + 1.55 * Math.exp(-0.8 * epoch);
    ObjectNode metrics = view.putObject("metrics").put("step", step).put("train_loss", loss);
    if (validated) {
      metrics.put("valid_loss", loss + 0.1);
    } else {
      metrics.putNull("valid_loss");
    }
    for (String metric : METRICS) {
      metrics.putNull(metric);
    }
    if (listed) {
      files.forEach(file -> view.withArray("result_files").add(file.id()));
    }
    return view;
  }
}
