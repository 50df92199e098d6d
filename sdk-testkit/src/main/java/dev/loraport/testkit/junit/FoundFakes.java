package dev.loraport.testkit.junit;

import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.FakeProviderFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** The kinds of fakes on the class path, by the name of their provider. */
final class FoundFakes {
  private final Map<String, FakeProviderFactory> byName = new LinkedHashMap<>();

  FoundFakes() {
    add(ServiceLoader.load(FakeProviderFactory.class, FoundFakes.class.getClassLoader()));
    add(ServiceLoader.load(FakeProviderFactory.class));
  }

  private void add(ServiceLoader<FakeProviderFactory> loader) {
    loader.forEach(factory -> byName.putIfAbsent(factory.name(), factory));
  }

  /** All names that a test with these settings may use, in order. */
  List<String> names(FakeSettings settings) {
    for (String name : settings.names()) {
      if (!byName.containsKey(name)) {
        throw new ParameterResolutionException(
            "there is no fake of \"" + name + "\"; found: " + byName.keySet());
      }
    }
    return byName.keySet().stream().filter(settings::allows).sorted().toList();
  }

  FakeProviderFactory factory(String name) {
    FakeProviderFactory factory = byName.get(name);
    if (factory == null) {
      throw new ParameterResolutionException(
          "there is no fake of \"" + name + "\"; found: " + byName.keySet());
    }
    return factory;
  }

  /** The name of the provider whose fakes are of that type; null where there is none. */
  @Nullable String nameOf(Class<?> type) {
    if (type == FakeProvider.class || !FakeProvider.class.isAssignableFrom(type)) {
      return null;
    }
    return byName.values().stream()
        .filter(factory -> type.isAssignableFrom(factory.type()))
        .map(FakeProviderFactory::name)
        .findFirst()
        .orElse(null);
  }
}
