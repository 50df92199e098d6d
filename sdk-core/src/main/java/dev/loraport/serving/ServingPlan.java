package dev.loraport.serving;

import dev.loraport.Money;
import dev.loraport.spi.SdkStyle;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * How a model would be served, what that costs, and what speaks against it: known before anything
 * is paid.
 */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ServingPlan.Builder.class)
public interface ServingPlan {
  /** The way, or {@link ServingMode#NONE}. */
  ServingMode mode();

  /** Whether the sources agree; a promise that is in doubt is tried, not relied on. */
  @Value.Default
  default boolean certain() {
    return true;
  }

  /** Why, with the date of the fact. */
  String reason();

  /** The machine of a dedicated deployment, where it is known. */
  Optional<Hardware> hardware();

  /** US dollars an hour for the least number of replicas; absent where nobody says. */
  Optional<Money> hourlyCost();

  /** What could be done instead. */
  List<String> alternatives();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ServingPlan}. */
  final class Builder extends ImmutableServingPlan.Builder {
    Builder() {}
  }
}
