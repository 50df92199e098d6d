package dev.loraport.spi;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The settings of a client: given ones first, then those of the environment. */
public final class ClientSettings {
  private ClientSettings() {}

  /**
   * Fills what was not given from the environment: {@code X_API_KEY}, {@code X_BASE_URL}, and the
   * provider's own.
   *
   * @param provider the name of the provider
   * @param given what was given
   * @param environment the environment, by name; null where a variable is not set
   * @param prefix what its variables begin with, such as {@code TOGETHER}
   * @param own settings of the provider, by the names of their variables
   * @throws ConfigurationException if the base address is none
   */
  public static ClientConfig completed(
      String provider,
      ClientConfig given,
      UnaryOperator<@Nullable String> environment,
      String prefix,
      Map<String, String> own) {
    ClientConfig.Builder config = ClientConfig.builder().from(given);
    if (given.apiKeySupplier().isEmpty()) {
      set(environment.apply(prefix + "_API_KEY")).ifPresent(config::apiKey);
    }
    if (given.baseUrl().isEmpty()) {
      set(environment.apply(prefix + "_BASE_URL"))
          .ifPresent(text -> config.baseUrl(address(provider, prefix + "_BASE_URL", text)));
    }
    for (Map.Entry<String, String> each : own.entrySet()) {
      Optional<String> value = set(environment.apply(each.getKey()));
      if (value.isPresent() && text(given, each.getValue()).isEmpty()) {
        config.putSettings(each.getValue(), value.get());
      }
    }
    return config.build();
  }

  /**
   * The key.
   *
   * @param name the provider as people call it, for errors
   * @throws ConfigurationException if there is none
   */
  public static Supplier<String> key(
      String provider, String name, ClientConfig config, String prefix) {
    if (config.apiKeySupplier().isEmpty()) {
      throw new ConfigurationException(
          provider,
          "no key for "
              + name
              + ": set the environment variable "
              + prefix
              + "_API_KEY, or call apiKey(...) of the builder");
    }
    return config.apiKeySupplier().get();
  }

  /**
   * Refuses settings that the provider does not have.
   *
   * @throws ConfigurationException if there is one; it lists those that it has
   */
  public static void refuseUnknown(String provider, ClientConfig config, Set<String> known) {
    for (String name : config.settings().keySet()) {
      if (!known.contains(name)) {
        throw new ConfigurationException(
            provider, "unknown setting \"" + name + "\"; known: " + new TreeSet<>(known));
      }
    }
  }

  /** A setting that isn't blank. */
  public static Optional<String> text(ClientConfig config, String name) {
    return set(config.settings().get(name));
  }

  private static URI address(String provider, String variable, String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      // not repeated: a password may be in it
      throw new ConfigurationException(
          provider, variable + " is no address; give one such as https://api.example.com/v1");
    }
  }

  private static Optional<String> set(@Nullable String value) {
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }
}
