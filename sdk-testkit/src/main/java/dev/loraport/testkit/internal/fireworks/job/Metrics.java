package dev.loraport.testkit.internal.fireworks.job;

import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import java.nio.charset.StandardCharsets;

/** The metrics file of a job: a line a step, as far as the training has come. */
final class Metrics {
  private static final int STEPS = 20;

  private Metrics() {}

  static Spool file(Job job) {
    StringBuilder text = new StringBuilder();
    int steps = Math.max(1, (int) (STEPS * job.done()));
    long tokens = job.plan().tokens() * job.plan().epochs();
    for (int step = 1; step <= steps; step++) {
      double part = (double) step / STEPS;
      text.append(
              Wire.text(
                  Wire.object()
                      .put("train/loss", 0.45 + 1.55 * Math.exp(-3 * part))
                      .put("train/total_tokens", (long) (tokens * part))))
          .append('\n');
    }
    return Spool.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
