package dev.loraport.spi;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;

/** What a provider module registers with {@link java.util.ServiceLoader}. */
public interface ProviderFactory extends FactsSource {
  /**
   * Opens a client.
   *
   * @throws dev.loraport.error.ConfigurationException if the settings don't do
   */
  ProviderClient create(ClientConfig config);
}
