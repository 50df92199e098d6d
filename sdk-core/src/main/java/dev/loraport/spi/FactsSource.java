package dev.loraport.spi;

import dev.loraport.catalog.Facts;

/**
 * What is known of a provider without asking it. A module that has no client yet registers this
 * alone with {@link java.util.ServiceLoader}; one that has a client, a {@link ProviderFactory}.
 */
public interface FactsSource {
  /** The name of the provider, such as {@code together}: lower case, unique. */
  String name();

  /** What is known of the provider. */
  Facts facts();
}
