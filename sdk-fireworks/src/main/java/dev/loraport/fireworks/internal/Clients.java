package dev.loraport.fireworks.internal;

import dev.loraport.ClientConfig;
import dev.loraport.fireworks.FireworksClient;
import dev.loraport.fireworks.internal.wire.AccountOfKey;
import dev.loraport.fireworks.internal.wire.Bases;
import dev.loraport.fireworks.internal.wire.Errors;
import dev.loraport.fireworks.internal.wire.Retries;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ClientSettings;
import dev.loraport.spi.ProviderProfile;
import dev.loraport.spi.ServingGuards;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens clients: settings, then the environment, then the provider's own addresses. */
public final class Clients {
  private static final String PREFIX = "FIREWORKS";
  private static final String ACCOUNT = "FIREWORKS_ACCOUNT_ID";

  private Clients() {}

  /**
   * Opens a client.
   *
   * @param given the settings
   * @param environment the environment, by name; null where a variable is not set
   */
  public static FireworksClient open(
      ClientConfig given, UnaryOperator<@Nullable String> environment) {
    ClientConfig config =
        ClientSettings.completed(
            Settings.PROVIDER, given, environment, PREFIX, Map.of(ACCOUNT, Settings.ACCOUNT));
    Settings.check(config);
    Bases bases = Bases.of(config);
    AccountOfKey account = new AccountOfKey(Settings.account(config));
    Supplier<String> key = ClientSettings.key(Settings.PROVIDER, "Fireworks", config, PREFIX);
    ProviderProfile profile =
        ProviderProfile.builder()
            .provider(Settings.PROVIDER)
            .credentialOrigins(bases.origins())
            .apiKey(key)
            .errorReader(new Errors(bases))
            .retryRules(new Retries())
            .requestIdHeaders(List.of("x-request-id", "x-fireworks-request-id", "cf-ray"))
            .build();
    return new Client(
        Caller.open(profile, config),
        config,
        bases,
        account,
        new ServingGuards(Settings.PROVIDER),
        true);
  }
}
