package dev.loraport.nebius.internal;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import dev.loraport.nebius.NebiusClient;
import dev.loraport.nebius.internal.wire.Bases;
import dev.loraport.nebius.internal.wire.Door;
import dev.loraport.nebius.internal.wire.Errors;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ProviderProfile;
import dev.loraport.spi.ServingGuards;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens clients: settings, then the environment, then the provider's own addresses. */
public final class Clients {
  private static final String KEY = "NEBIUS_API_KEY";
  private static final String BASE_URL = "NEBIUS_BASE_URL";
  private static final String PROJECT = "NEBIUS_PROJECT_ID";

  private Clients() {}

  /**
   * Opens a client.
   *
   * @param given the settings
   * @param environment the environment, by name; null where a variable is not set
   */
  public static NebiusClient open(ClientConfig given, UnaryOperator<@Nullable String> environment) {
    ClientConfig config = completed(given, environment);
    Settings.check(config);
    Bases bases = Bases.of(config);
    Supplier<String> key =
        config
            .apiKeySupplier()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        Settings.PROVIDER,
                        "no key for Nebius: set the environment variable "
                            + KEY
                            + ", or call apiKey(...) of the builder"));
    ProviderProfile profile =
        ProviderProfile.builder()
            .provider(Settings.PROVIDER)
            .credentialOrigins(bases.origins())
            .apiKey(key)
            .errorReader(new Errors())
            .build();
    return new Client(
        Caller.open(profile, config),
        config,
        bases,
        new Client.Shared(new Door.State(), new Door.State(), new ServingGuards(Settings.PROVIDER)),
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
    if (Settings.text(given, Settings.PROJECT).isEmpty()) {
      set(environment.apply(PROJECT))
          .ifPresent(project -> config.putSettings(Settings.PROJECT, project));
    }
    return config.build();
  }

  private static URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          Settings.PROVIDER, BASE_URL + " is no address: \"" + text + '"');
    }
  }

  private static Optional<String> set(@Nullable String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }
}
