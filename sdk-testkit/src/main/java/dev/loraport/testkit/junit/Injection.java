package dev.loraport.testkit.junit;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.Providers;
import dev.loraport.testkit.FakeClock;
import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.Faults;
import dev.loraport.testkit.Journal;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** Finds out which fake a parameter means, and gives it. */
final class Injection {
  private static final Set<Class<?>> PARTS = Set.of(FakeClock.class, Faults.class, Journal.class);

  private final FakeSettings settings;
  private final FoundFakes found;

  Injection(FakeSettings settings, FoundFakes found) {
    this.settings = settings;
    this.found = found;
  }

  /** Whether a type is one of those that this extension gives. */
  static boolean knows(Class<?> type) {
    return PARTS.contains(type)
        || FakeProvider.class.isAssignableFrom(type)
        || ProviderClient.class.isAssignableFrom(type);
  }

  /** Whether a parameter of that type can be meant for these settings and for no others. */
  boolean claims(Class<?> type) {
    if (settings.names().isEmpty() || !knows(type)) {
      return knows(type);
    }
    String name = found.nameOf(type);
    if (name == null && isNamedClient(type)) {
      return settings.names().stream().anyMatch(one -> gives(one, type));
    }
    return name == null || settings.allows(name);
  }

  Object resolve(Parameter parameter, Fakes fakes) {
    Class<?> type = parameter.getType();
    if (ProviderClient.class.isAssignableFrom(type)) {
      return client(parameter, fakes);
    }
    String typed = found.nameOf(type);
    if (typed == null && type != FakeProvider.class && !PARTS.contains(type)) {
      throw new ParameterResolutionException(
          where(parameter)
              + ": no fake is registered that is a "
              + type.getName()
              + "; found: "
              + found.names(FakeSettings.DEFAULT));
    }
    if (typed != null && !settings.allows(typed)) {
      throw new ParameterResolutionException(
          where(parameter)
              + ": \""
              + typed
              + "\" is not among the providers of @FakeProviders "
              + new TreeSet<>(settings.names()));
    }
    FakeProvider fake = fakes.fake(typed != null ? typed : theOnly(parameter));
    if (type == FakeClock.class) {
      return fake.clock();
    }
    if (type == Faults.class) {
      return fake.faults();
    }
    return type == Journal.class ? fake.journal() : fake;
  }

  private ProviderClient client(Parameter parameter, Fakes fakes) {
    Class<?> type = parameter.getType();
    String name = isNamedClient(type) ? nameOfClient(parameter) : theOnly(parameter);
    requireModule(parameter, name);
    ProviderClient client = fakes.client(name);
    if (!type.isInstance(client)) {
      throw new ParameterResolutionException(
          where(parameter)
              + ": the provider \""
              + name
              + "\" gives a "
              + client.getClass().getName()
              + ", which is no "
              + type.getName());
    }
    return client;
  }

  private String nameOfClient(Parameter parameter) {
    List<String> candidates = found.names(settings);
    List<String> present = candidates.stream().filter(Injection::hasModule).toList();
    if (present.isEmpty() && !candidates.isEmpty()) {
      requireModule(parameter, candidates.get(0));
    }
    if (present.size() == 1) {
      return present.get(0);
    }
    List<String> giving =
        present.stream().filter(name -> gives(name, parameter.getType())).toList();
    if (giving.size() == 1) {
      return giving.get(0);
    }
    throw new ParameterResolutionException(
        where(parameter)
            + (giving.isEmpty()
                ? ": no provider with a fake gives such a client; found: " + present
                : ": " + among(giving) + " give such a client; ask for a narrower type"));
  }

  /** The fake that a parameter means whose type names no provider. */
  private String theOnly(Parameter parameter) {
    List<String> candidates = found.names(settings);
    if (candidates.isEmpty()) {
      throw new ParameterResolutionException(
          where(parameter) + ": there is no fake on the class path");
    }
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    Set<String> besides = new TreeSet<>();
    for (Parameter other : parameter.getDeclaringExecutable().getParameters()) {
      String name = found.nameOf(other.getType());
      if (name != null) {
        besides.add(name);
      }
    }
    if (besides.size() == 1) {
      return besides.iterator().next();
    }
    List<String> possible = new ArrayList<>(besides.isEmpty() ? candidates : besides);
    throw new ParameterResolutionException(
        where(parameter)
            + " can mean "
            + among(possible)
            + ": name one in @FakeProviders, or ask the fake itself for it");
  }

  private static String among(List<String> names) {
    return "the fake of " + String.join(" or the fake of ", names);
  }

  /** Whether the client of that provider is of that type; the client is never used. */
  private static boolean gives(String name, Class<?> type) {
    if (!hasModule(name)) {
      return false;
    }
    ClientConfig unused =
        ClientConfig.builder().apiKey("unused").baseUrl(URI.create("http://127.0.0.1:9")).build();
    try (ProviderClient client = Providers.open(name, unused)) {
      return type.isInstance(client);
    }
  }

  private static void requireModule(Parameter parameter, String name) {
    if (!hasModule(name)) {
      throw new ParameterResolutionException(
          where(parameter)
              + ": there is no client for \""
              + name
              + "\" on the class path; add the artifact dev.loraport:sdk-"
              + name);
    }
  }

  private static boolean hasModule(String name) {
    for (String present : Providers.names()) {
      if (present.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNamedClient(@Nullable Class<?> type) {
    return type != null
        && type != ProviderClient.class
        && ProviderClient.class.isAssignableFrom(type);
  }

  static String where(Parameter parameter) {
    List<String> types =
        Arrays.stream(parameter.getDeclaringExecutable().getParameterTypes())
            .map(Class::getSimpleName)
            .toList();
    return "parameter "
        + parameter.getType().getSimpleName()
        + " of "
        + parameter.getDeclaringExecutable().getName()
        + "("
        + String.join(", ", types)
        + ")";
  }
}
