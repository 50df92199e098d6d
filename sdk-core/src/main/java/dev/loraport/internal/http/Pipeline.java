package dev.loraport.internal.http;

import dev.loraport.ClientConfig;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ProviderProfile;

/** Builds the way of a call. */
public final class Pipeline {
  private Pipeline() {}

  /** Opens the way. */
  public static Caller open(ProviderProfile profile, ClientConfig config) {
    throw new IllegalStateException("being built: " + profile.provider() + config.http2());
  }
}
