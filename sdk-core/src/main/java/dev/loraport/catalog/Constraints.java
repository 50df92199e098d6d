package dev.loraport.catalog;

import dev.loraport.Money;
import dev.loraport.serving.ServingPreference;
import dev.loraport.spi.SdkStyle;
import dev.loraport.tuning.TuningMethod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What a plan has to respect. What no source answers for a model is not assumed: the plan is then
 * in doubt, and says so.
 */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = Constraints.Builder.class)
public interface Constraints {
  /** The providers to look at; all where it is empty. */
  Set<String> providers();

  /** The families to look at, such as {@code qwen}; all where it is empty. */
  Set<String> families();

  /** The least number of parameters in billions, all experts together. */
  Optional<BigDecimal> minimumParameters();

  /**
   * Whether the base must be known to write its reasoning (true), or must not be known to (false).
   */
  Optional<Boolean> reasoning();

  /** The licences that are allowed; all where it is empty. */
  Set<String> licenses();

  /** The regions in which the model may run; all where it is empty. */
  Set<String> regions();

  /** Where the data has to stay, by the name that the provider has for it. */
  Optional<String> dataResidency();

  /** The context that training needs, in tokens; the longest row where it is not given. */
  OptionalLong context();

  /** Which ways of serving are allowed. */
  @Value.Default
  default ServingPreference serving() {
    return ServingPreference.SERVERLESS_OR_DEDICATED;
  }

  /** The most that training may cost, in US dollars, by the likely figure. */
  Optional<Money> trainingBudget();

  /** How much the model will be asked. */
  @Value.Default
  default Traffic traffic() {
    return Traffic.ASSUMED;
  }

  /** How many hours a day a dedicated deployment runs, 1 to 24. */
  @Value.Default
  default int hoursPerDay() {
    return 24;
  }

  /** The longest that a first answer may take; for what is served serverless. */
  Optional<Duration> maxColdStart();

  /** How the model learns. */
  @Value.Default
  default TuningMethod method() {
    return TuningMethod.SFT;
  }

  /** The epochs of the low figure, 1 or more. */
  @Value.Default
  default int minEpochs() {
    return 3;
  }

  /** The epochs of the high figure; the likely one is half-way. */
  @Value.Default
  default int maxEpochs() {
    return 5;
  }

  /** The rank of the adapter, 1 or more; less where the base has a lower limit. */
  @Value.Default
  default int rank() {
    return 16;
  }

  /** The day for which facts are asked; today (UTC) where it is not given. */
  @Value.Default
  default LocalDate asOf() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  /** The age in days beyond which a fact is called stale. */
  @Value.Default
  default int staleAfter() {
    return 180;
  }

  /** Over how many months of serving, after training, plans are compared. */
  @Value.Default
  default int months() {
    return 3;
  }

  /** Refuses what contradicts itself. */
  @Value.Check
  default void check() {
    if (minEpochs() < 1 || maxEpochs() < minEpochs() || maxEpochs() > 1_000) {
      throw new IllegalArgumentException(
          "epochs must be 1 <= min <= max <= 1000, not " + minEpochs() + ".." + maxEpochs());
    }
    if (hoursPerDay() < 1 || hoursPerDay() > 24) {
      throw new IllegalArgumentException("hoursPerDay must be 1 to 24, not " + hoursPerDay());
    }
    if (rank() < 1 || months() < 1 || months() > 120 || staleAfter() < 0) {
      throw new IllegalArgumentException(
          "rank must be 1 or more, months 1 to 120, staleAfter 0 or more, not "
              + rank()
              + ", "
              + months()
              + ", "
              + staleAfter());
    }
    if (context().isPresent() && context().getAsLong() < 1) {
      throw new IllegalArgumentException("context must be 1 token or more");
    }
    if (trainingBudget().filter(Money.ZERO::isMoreThan).isPresent()
        || minimumParameters().filter(size -> size.signum() < 0).isPresent()
        || maxColdStart().filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException(
          "trainingBudget, minimumParameters and maxColdStart must be 0 or more");
    }
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link Constraints}. */
  final class Builder extends ImmutableConstraints.Builder {
    Builder() {}
  }
}
