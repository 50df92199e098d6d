package dev.loraport.error;

import dev.loraport.Capability;

/** The provider lacks this; thrown before anything is sent, with the reason and the way out. */
public final class UnsupportedCapabilityException extends LoraportException {
  private static final long serialVersionUID = 1L;

  private final transient Capability capability;

  /**
   * Makes an exception.
   *
   * @param provider the provider
   * @param capability what it lacks
   * @param reason why, with a date, and the way out
   */
  public UnsupportedCapabilityException(String provider, Capability capability, String reason) {
    super(provider, null, provider + " has no " + capability + ": " + reason, null);
    this.capability = capability;
  }

  /** What the provider lacks. */
  public Capability capability() {
    return capability;
  }
}
