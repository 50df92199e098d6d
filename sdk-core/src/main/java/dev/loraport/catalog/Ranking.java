package dev.loraport.catalog;

import dev.loraport.internal.json.Parts;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@link Planner#rank} found.
 *
 * @param asOf the day for which the facts were asked
 * @param figures the training file
 * @param traffic how much the model will be asked
 * @param plans what can be done, the best first
 * @param refused the models for which there is no plan, each with the reason
 */
public record Ranking(
    LocalDate asOf,
    DatasetFigures figures,
    Traffic traffic,
    List<Plan> plans,
    List<RefusedModel> refused) {
  public Ranking {
    Objects.requireNonNull(asOf, "asOf");
    Objects.requireNonNull(figures, "figures");
    Objects.requireNonNull(traffic, "traffic");
    plans = Parts.list(plans);
    refused = Parts.list(refused);
  }

  /** The best plan that is not in doubt, if there is one. */
  public Optional<Plan> best() {
    return plans.stream().filter(Plan::certain).findFirst();
  }
}
