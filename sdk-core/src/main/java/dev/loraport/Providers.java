package dev.loraport;

import dev.loraport.catalog.Facts;
import dev.loraport.error.ConfigurationException;
import dev.loraport.spi.ProviderFactory;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the providers whose modules are on the class path or module path. */
public final class Providers {
  private Providers() {}

  /**
   * Opens a client by the provider's name.
   *
   * @param name such as {@code together}
   * @param config the settings; a key that is not given is taken from the environment
   * @throws ConfigurationException if there is no such provider (the message lists those that were
   *     found), or it can't be opened with these settings
   */
  public static ProviderClient open(String name, ClientConfig config) {
    return factory(name).create(config);
  }

  /** The names of all providers that were found, in order. */
  public static Iterable<String> names() {
    return factories().keySet();
  }

  /**
   * What is known of a provider without a key and without asking it.
   *
   * @throws ConfigurationException if there is no such provider
   */
  public static Facts facts(String name) {
    return factory(name).facts();
  }

  private static ProviderFactory factory(String name) {
    SortedMap<String, ProviderFactory> found = factories();
    ProviderFactory factory = found.get(name);
    if (factory == null) {
      throw new ConfigurationException(
          null,
          "no provider is called \""
              + name
              + "\"; found: "
              + (found.isEmpty() ? "none, add sdk-together or another" : found.keySet()));
    }
    return factory;
  }

  private static SortedMap<String, ProviderFactory> factories() {
    SortedMap<String, ProviderFactory> found = new TreeMap<>();
    for (ProviderFactory factory :
        ServiceLoader.load(ProviderFactory.class, Providers.class.getClassLoader())) {
      found.putIfAbsent(factory.name(), factory);
    }
    ServiceLoader.load(ProviderFactory.class)
        .forEach(factory -> found.putIfAbsent(factory.name(), factory));
    return found;
  }
}
