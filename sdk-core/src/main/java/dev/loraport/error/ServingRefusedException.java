package dev.loraport.error;

import dev.loraport.serving.ServingPlan;

/** A model will not be served: not at all, or not at this price; nothing was created. */
public final class ServingRefusedException extends LoraportException {
  private static final long serialVersionUID = 1L;

  private final transient ServingPlan plan;

  /**
   * Makes an exception.
   *
   * @param provider the provider
   * @param message what happened, in one line
   * @param plan the plan with its reason and alternatives
   */
  public ServingRefusedException(String provider, String message, ServingPlan plan) {
    super(provider, "serving.serve", message, null);
    this.plan = plan;
  }

  /** The plan with its reason and alternatives. */
  public ServingPlan plan() {
    return plan;
  }
}
