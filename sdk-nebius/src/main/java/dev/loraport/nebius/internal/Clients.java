package dev.loraport.nebius.internal;

import dev.loraport.ClientConfig;
import dev.loraport.nebius.NebiusClient;
import dev.loraport.nebius.internal.wire.Bases;
import dev.loraport.nebius.internal.wire.Door;
import dev.loraport.nebius.internal.wire.Errors;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ClientSettings;
import dev.loraport.spi.ProviderProfile;
import dev.loraport.spi.ServingGuards;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens clients: settings, then the environment, then the provider's own addresses. */
public final class Clients {
  private static final String PREFIX = "NEBIUS";
  private static final String PROJECT = "NEBIUS_PROJECT_ID";

  private Clients() {}

  /**
   * Opens a client.
   *
   * @param given the settings
   * @param environment the environment, by name; null where a variable is not set
   */
  public static NebiusClient open(ClientConfig given, UnaryOperator<@Nullable String> environment) {
    ClientConfig config =
        ClientSettings.completed(
            Settings.PROVIDER, given, environment, PREFIX, Map.of(PROJECT, Settings.PROJECT));
    Settings.check(config);
    Bases bases = Bases.of(config);
    Supplier<String> key = ClientSettings.key(Settings.PROVIDER, "Nebius", config, PREFIX);
    ProviderProfile profile =
        ProviderProfile.builder()
            .provider(Settings.PROVIDER)
            .credentialOrigins(bases.origins())
            .apiKey(key)
            .errorReader(new Errors(bases))
            .build();
    return new Client(
        Caller.open(profile, config),
        config,
        bases,
        new Client.Shared(new Door.State(), new Door.State(), new ServingGuards(Settings.PROVIDER)),
        true);
  }
}
