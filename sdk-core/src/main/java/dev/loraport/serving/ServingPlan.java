package dev.loraport.serving;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.loraport.Money;
import dev.loraport.internal.json.Parts;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a model would be served, what that costs, and what speaks against it: known before anything
 * is paid.
 *
 * @param mode the way, or {@link ServingMode#NONE}
 * @param certain whether the sources agree; a promise that is in doubt is tried, not relied on
 * @param reason why, with the date of the fact
 * @param hardware the machine of a dedicated deployment, where it is known
 * @param hourlyCost US dollars an hour for the least number of replicas; absent where nobody says
 * @param alternatives what could be done instead
 */
public record ServingPlan(
    ServingMode mode,
    @JsonProperty(required = true) boolean certain,
    String reason,
    Optional<Hardware> hardware,
    Optional<Money> hourlyCost,
    List<String> alternatives) {
  public ServingPlan {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(reason, "reason");
    hardware = Parts.optional(hardware);
    hourlyCost = Parts.optional(hourlyCost);
    alternatives = Parts.list(alternatives);
  }
}
