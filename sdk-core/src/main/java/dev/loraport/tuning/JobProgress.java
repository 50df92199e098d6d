package dev.loraport.tuning;

import dev.loraport.internal.json.Parts;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far a job is. Providers know different things; what they do not say is absent.
 *
 * @param percent from 0 to 100
 * @param epoch epochs that are done; a fraction where the provider says so
 * @param step steps that are done
 * @param totalSteps steps in all
 * @param secondsRemaining an estimate in seconds to the next state or to the end
 */
public record JobProgress(
    OptionalDouble percent,
    OptionalDouble epoch,
    OptionalLong step,
    OptionalLong totalSteps,
    OptionalLong secondsRemaining) {
  public JobProgress {
    percent = Parts.optional(percent);
    epoch = Parts.optional(epoch);
    step = Parts.optional(step);
    totalSteps = Parts.optional(totalSteps);
    secondsRemaining = Parts.optional(secondsRemaining);
  }
}
