package dev.loraport.samples;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.Providers;
import dev.loraport.testkit.FakeClock;
import dev.loraport.testkit.FakeOptions;
import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.FakeProviderFactory;
import dev.loraport.testkit.junit.FakeConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the sample talks to: the real provider where there is a key, else a fake of its own. */
final class Backend implements AutoCloseable {
  private final String provider;
  private final ProviderClient client;
  private final @Nullable FakeProvider fake;
  private final String keyVariable;
  private final String host;

  private Backend(
      String provider,
      ProviderClient client,
      @Nullable FakeProvider fake,
      String keyVariable,
      String host) {
    this.host = host;
    this.provider = provider;
    this.client = client;
    this.fake = fake;
    this.keyVariable = keyVariable;
  }

  static Backend open(
      Options options, Map<String, String> environment, Consumer<ClientConfig.Builder> setUp)
      throws Options.BadArgument {
    return open(options.provider(), options.asOf(), environment, setUp);
  }

  /** The environment variable that holds the key of a provider. */
  static String keyVariable(String provider) {
    return provider.toUpperCase(Locale.ROOT) + "_API_KEY";
  }

  static Backend open(
      String provider,
      Optional<LocalDate> day,
      Map<String, String> environment,
      Consumer<ClientConfig.Builder> setUp)
      throws Options.BadArgument {
    String keyVariable = keyVariable(provider);
    Optional<String> key =
        Optional.ofNullable(environment.get(keyVariable)).filter(text -> !text.isBlank());
    String baseVariable = provider.toUpperCase(Locale.ROOT) + "_BASE_URL";
    String baseUrl = environment.get(baseVariable);
    if (key.isEmpty() && baseUrl != null && !baseUrl.isBlank()) {
      throw new Options.BadArgument(
          baseVariable
              + " is set and "
              + keyVariable
              + " is not; set both, or neither for the embedded fake");
    }
    if (key.isPresent()) {
      if (day.isPresent()) {
        throw new Options.BadArgument(
            "--as-of is for the embedded fake; unset " + keyVariable + " to use it");
      }
      ClientConfig.Builder config = ClientConfig.builder().apiKey(key.get());
      String host = "the real " + provider;
      if (baseUrl != null && !baseUrl.isBlank()) {
        URI address = address(baseVariable, baseUrl);
        config.baseUrl(address);
        host = provider + " at " + address.getAuthority();
      }
      Connection.apply(config, environment);
      setUp.accept(config);
      return new Backend(
          provider, Providers.open(provider, config.build()), null, keyVariable, host);
    }
    LocalDate asOf = day.orElseGet(() -> LocalDate.now(ZoneOffset.UTC));
    FakeProvider fake =
        fakeOf(provider).start(new FakeOptions(Optional.of(asOf), FakeClock.Mode.AUTO));
    ClientConfig.Builder config =
        ClientConfig.builder().apiKey(fake.apiKey()).baseUrl(URI.create(fake.baseUrl())).asOf(asOf);
    setUp.accept(config);
    return new Backend(provider, Providers.open(provider, config.build()), fake, keyVariable, "");
  }

  private static FakeProviderFactory fakeOf(String provider) throws Options.BadArgument {
    Map<String, FakeProviderFactory> fakes = new TreeMap<>();
    ServiceLoader.load(FakeProviderFactory.class).forEach(fake -> fakes.put(fake.name(), fake));
    FakeProviderFactory fake = fakes.get(provider);
    if (fake == null) {
      throw new Options.BadArgument(
          "unknown provider \"" + provider + "\"; there are " + String.join(", ", fakes.keySet()));
    }
    return fake;
  }

  private static URI address(String variable, String text) throws Options.BadArgument {
    try {
      URI address = new URI(text.strip());
      if (address.getHost() != null && String.valueOf(address.getScheme()).startsWith("http")) {
        return address;
      }
    } catch (URISyntaxException e) {
      // said below, without the text, which may hold a password
    }
    throw new Options.BadArgument(
        variable + " is no http(s) address with a host, such as http://127.0.0.1:8080/v1");
  }

  ProviderClient client() {
    return client;
  }

  /** Puts something into the fake, if it is one: by a client that waits for nothing. */
  void seed(BiConsumer<ProviderClient, FakeClock> sower) {
    if (fake != null) {
      try (ProviderClient hands = Providers.open(provider, FakeConnection.to(fake).build())) {
        sower.accept(hands, fake.clock());
      }
    }
  }

  /** The time there. */
  Instant now() {
    return fake == null ? Instant.now() : fake.clock().now();
  }

  boolean isReal() {
    return fake == null;
  }

  /** Who says what a thing costs. */
  String speaker() {
    return isReal() ? "the provider" : "the fake";
  }

  /** Why a number of tokens differs from that of the check, which weighs words. */
  String howItCounts() {
    return isReal() ? "" : " (the fake takes about four bytes of the file for a token)";
  }

  /** The pause between two looks: the fake's jobs move at each look. */
  Duration interval() {
    return isReal() ? Duration.ofSeconds(5) : Duration.ofMillis(300);
  }

  String banner() {
    return isReal()
        ? "Talking to " + host + " with the key of " + keyVariable + "."
        : keyVariable
            + " is not set: running against an embedded fake of "
            + provider
            + " as of "
            + client.capabilities().asOf()
            + ". Nothing leaves this machine and nothing is paid.";
  }

  @Override
  public void close() {
    client.close();
    if (fake != null) {
      fake.close();
    }
  }
}
