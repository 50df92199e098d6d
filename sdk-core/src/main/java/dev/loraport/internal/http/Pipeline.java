package dev.loraport.internal.http;

import dev.loraport.ClientConfig;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ProviderProfile;

/** Builds the way of a call. */
public final class Pipeline {
  private Pipeline() {}

  /** Opens the way. */
  public static Caller open(ProviderProfile profile, ClientConfig config) {
    if (profile.credentialOrigins().isEmpty()) {
      throw new IllegalArgumentException(profile.provider() + " has no origin");
    }
    throw new IllegalStateException("not built yet: " + config.http2());
  }
}
