package dev.loraport.spi;

import dev.loraport.Money;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Plans that come to nothing, and what a plan may cost. */
public final class ServingPlans {
  private ServingPlans() {}

  /**
   * No way to serve a model.
   *
   * @param reason why, with the date of the fact
   * @param alternatives what could be done instead
   */
  public static ServingPlan none(String reason, List<String> alternatives) {
    return new ServingPlan(
        ServingMode.NONE, true, reason, Optional.empty(), Optional.empty(), alternatives);
  }

  /**
   * The exception for a plan that can't be followed.
   *
   * @param provider the provider
   * @param plan the plan, whose alternatives are named
   * @param why why not
   */
  public static ServingRefusedException refused(String provider, ServingPlan plan, String why) {
    String ways =
        plan.alternatives().isEmpty()
            ? ""
            : "; instead: " + String.join(", or ", plan.alternatives());
    return new ServingRefusedException(
        provider, provider + " serves nothing: " + why + ways, none(why, plan.alternatives()));
  }

  /**
   * Why so many replicas as may run on that machine can cost more than the options allow; empty if
   * they can't.
   */
  public static Optional<String> tooDear(Hardware hardware, ServingOptions serving) {
    if (serving.maxHourlyCost().isEmpty()) {
      return Optional.empty();
    }
    Money limit = serving.maxHourlyCost().get();
    Optional<Money> most =
        hardware.hourlyPrice().map(price -> price.times(BigDecimal.valueOf(serving.maxReplicas())));
    String machine = serving.maxReplicas() + " x " + hardware.id();
    if (most.isEmpty()) {
      return Optional.of(
          "no price is known for " + machine + ", so that it can't be kept below " + limit);
    }
    return most.get().isMoreThan(limit)
        ? Optional.of(
            machine + " costs " + most.get() + " an hour, more than maxHourlyCost " + limit)
        : Optional.empty();
  }
}
