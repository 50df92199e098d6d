package dev.loraport.together.internal;

import dev.loraport.ClientConfig;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ClientSettings;
import dev.loraport.spi.ProviderProfile;
import dev.loraport.spi.ServingGuards;
import dev.loraport.together.TogetherClient;
import dev.loraport.together.internal.wire.Bases;
import dev.loraport.together.internal.wire.Errors;
import dev.loraport.together.internal.wire.Retries;
import dev.loraport.together.internal.wire.Settings;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens clients: settings, then the environment, then the provider's own addresses. */
public final class Clients {
  private static final String PREFIX = "TOGETHER";
  private static final String PROJECT = "TOGETHER_PROJECT_ID";

  private Clients() {}

  /**
   * Opens a client.
   *
   * @param given the settings
   * @param environment the environment, by name; null where a variable is not set
   */
  public static TogetherClient open(
      ClientConfig given, UnaryOperator<@Nullable String> environment) {
    ClientConfig config =
        ClientSettings.completed(
            Settings.PROVIDER, given, environment, PREFIX, Map.of(PROJECT, Settings.PROJECT));
    Settings.check(config);
    Bases bases = Bases.of(config);
    Supplier<String> key = ClientSettings.key(Settings.PROVIDER, "Together", config, PREFIX);
    ProviderProfile profile =
        ProviderProfile.builder()
            .provider(Settings.PROVIDER)
            .credentialOrigins(bases.origins())
            .apiKey(key)
            .errorReader(new Errors(bases))
            .retryRules(new Retries())
            .requestIdHeaders(List.of("x-request-id", "cf-ray"))
            .build();
    return new Client(
        Caller.open(profile, config), config, bases, new ServingGuards(Settings.PROVIDER), true);
  }
}
