package dev.loraport.samples;

import dev.loraport.Money;
import dev.loraport.tuning.JobProgress;
import dev.loraport.tuning.TuningJob;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** One line about a job. */
final class Describe {
  private Describe() {}

  static String job(TuningJob job, OptionalDouble loss, Duration elapsed) {
    StringBuilder line = new StringBuilder("  state     ");
    line.append(job.state()).append(" (").append(job.status()).append(')');
    job.progress().ifPresent(progress -> append(line, progress, job));
    loss.ifPresent(value -> line.append(String.format(Locale.ROOT, ", loss %.3f", value)));
    return line.append(", ").append(elapsed.toSeconds()).append(" s").toString();
  }

  /** A number of things, such as {@code 1 error} and {@code 2 errors}. */
  static String count(long number, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
  }

  /** An amount, rounded to what a person wants to read. */
  static String money(Money amount) {
    return Money.usd(amount.usd().round(new MathContext(4))).toString();
  }

  private static void append(StringBuilder line, JobProgress progress, TuningJob job) {
    progress
        .epoch()
        .ifPresent(
            epoch -> {
              line.append(String.format(Locale.ROOT, ", epoch %.0f", epoch));
              job.epochs().ifPresent(all -> line.append(" of ").append(all));
            });
    progress
        .percent()
        .ifPresent(percent -> line.append(String.format(Locale.ROOT, ", %.0f %%", percent)));
    progress
        .secondsRemaining()
        .ifPresent(seconds -> line.append(", about ").append(seconds).append(" s to go"));
  }
}
