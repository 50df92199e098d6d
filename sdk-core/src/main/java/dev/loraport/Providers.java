package dev.loraport;

import dev.loraport.catalog.Facts;
import dev.loraport.error.ConfigurationException;
import dev.loraport.spi.FactsSource;
import dev.loraport.spi.ProviderFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
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
   * @throws ConfigurationException if there is no such client (the message lists those that were
   *     found), or it can't be opened with these settings
   */
  public static ProviderClient open(String name, ClientConfig config) {
    return find(ProviderFactory.class, name, "client").create(config);
  }

  /** The names of all providers that a client was found for, in order. */
  public static Set<String> names() {
    return all(ProviderFactory.class).keySet();
  }

  /** The names of all providers that something is known of, in order; not all have a client. */
  public static Set<String> known() {
    return all(FactsSource.class).keySet();
  }

  /**
   * What is known of a provider without a key and without asking it.
   *
   * @throws ConfigurationException if nothing is known of it
   */
  public static Facts facts(String name) {
    return find(FactsSource.class, name, "facts").facts();
  }

  private static <S extends FactsSource> S find(Class<S> service, String name, String what) {
    SortedMap<String, S> found = all(service);
    S source = found.get(name);
    if (source == null) {
      throw new ConfigurationException(
          null,
          "no "
              + what
              + " for a provider called \""
              + name
              + "\"; found: "
              + (found.isEmpty() ? "none, add sdk-together or another" : found.keySet()));
    }
    return source;
  }

  private static <S extends FactsSource> SortedMap<String, S> all(Class<S> service) {
    SortedMap<String, S> found = new TreeMap<>();
    for (ProviderFactory factory : loaded(ProviderFactory.class)) {
      if (service.isInstance(factory)) {
        found.putIfAbsent(factory.name(), service.cast(factory));
      }
    }
    if (service == FactsSource.class) {
      for (S source : loaded(service)) {
        found.putIfAbsent(source.name(), source);
      }
    }
    return found;
  }

  // the loader of this class, then that of the caller's thread: a plug-in has its own
  private static <S> Iterable<S> loaded(Class<S> service) {
    List<S> found = new ArrayList<>();
    ServiceLoader.load(service, Providers.class.getClassLoader()).forEach(found::add);
    ServiceLoader.load(service).forEach(found::add);
    return found;
  }
}
