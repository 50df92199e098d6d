package dev.loraport.serving;

/** Whether a deployment runs, in the vocabulary of all providers. */
public enum DeploymentState {
  /** Being set up or changed; it may or may not answer. */
  STARTING,
  /** The machines are up. READY is not serving: the route may still refuse. */
  READY,
  /** Some replicas answer. */
  DEGRADED,
  /** Being stopped or deleted. */
  STOPPING,
  /** No replica, no cost; it may be started again. */
  STOPPED,
  /** It will not come up. */
  FAILED,
  /** Gone. */
  DELETED,
  /** A word that this version doesn't know. */
  UNKNOWN;

  /** Whether it will not change by itself any more. */
  public boolean isTerminal() {
    return this == STOPPED || this == FAILED || this == DELETED;
  }
}
