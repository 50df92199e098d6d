package dev.loraport.spi;

import dev.loraport.Money;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.tuning.TuningResult;
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
        provider, provider + " does not serve it: " + why + ways, none(why, plan.alternatives()));
  }

  /**
   * Why a name that the user gave is not deployed again.
   *
   * @param what what has the name
   */
  public static String taken(String what) {
    return what
        + " is there already; go on with it by the chatModel() of its entry in"
        + " serving().deployments(), or choose another name, which pays for a second one";
  }

  /**
   * Refuses what another provider has tuned: this one has no such model.
   *
   * @param provider the provider that is to serve it
   * @param result what a job has left behind
   * @return the result
   */
  public static TuningResult own(String provider, TuningResult result) {
    if (!result.provider().equals(provider)) {
      throw new IllegalArgumentException(
          "job "
              + result.job()
              + " is of "
              + result.provider()
              + ", and "
              + provider
              + " does not have its model; Adapters.copy brings an adapter from one to the other");
    }
    return result;
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
