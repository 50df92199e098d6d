package dev.loraport.spi;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.catalog.Facts;

/** What a provider module registers with {@link java.util.ServiceLoader}. */
public interface ProviderFactory {
  /** The name, such as {@code together}: lower case, unique. */
  String name();

  /**
   * Opens a client.
   *
   * @throws dev.loraport.error.ConfigurationException if the settings don't do
   */
  ProviderClient create(ClientConfig config);

  /** What is known of the provider without asking it. */
  Facts facts();
}
