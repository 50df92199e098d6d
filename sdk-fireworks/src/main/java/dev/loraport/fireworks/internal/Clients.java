package dev.loraport.fireworks.internal;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import dev.loraport.fireworks.FireworksClient;
import dev.loraport.fireworks.internal.wire.AccountOfKey;
import dev.loraport.fireworks.internal.wire.Bases;
import dev.loraport.fireworks.internal.wire.Errors;
import dev.loraport.fireworks.internal.wire.Retries;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ProviderProfile;
import dev.loraport.spi.ServingGuards;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens clients: settings, then the environment, then the provider's own addresses. */
public final class Clients {
  private static final String KEY = "FIREWORKS_API_KEY";
  private static final String BASE_URL = "FIREWORKS_BASE_URL";
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
    ClientConfig config = completed(given, environment);
    Settings.check(config);
    Bases bases = Bases.of(config);
    AccountOfKey account = new AccountOfKey(Settings.account(config));
    Supplier<String> key =
        config
            .apiKeySupplier()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        Settings.PROVIDER,
                        "no key for Fireworks: set the environment variable "
                            + KEY
                            + ", or call apiKey(...) of the builder"));
    ProviderProfile profile =
        ProviderProfile.builder()
            .provider(Settings.PROVIDER)
            .credentialOrigins(bases.origins())
            .apiKey(key)
            .errorReader(new Errors())
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

  private static ClientConfig completed(
      ClientConfig given, UnaryOperator<@Nullable String> environment) {
    ClientConfig.Builder config = ClientConfig.builder().from(given);
    if (given.apiKeySupplier().isEmpty()) {
      set(environment.apply(KEY)).ifPresent(config::apiKey);
    }
    if (given.baseUrl().isEmpty()) {
      set(environment.apply(BASE_URL)).ifPresent(base -> config.baseUrl(address(base)));
    }
    if (given.settings().get(Settings.ACCOUNT) == null) {
      set(environment.apply(ACCOUNT))
          .ifPresent(account -> config.putSettings(Settings.ACCOUNT, account));
    }
    return config.build();
  }

  private static URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          Settings.PROVIDER,
          BASE_URL + " is no address; give one such as https://api.fireworks.ai");
    }
  }

  private static Optional<String> set(@Nullable String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }
}
