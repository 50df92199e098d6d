package dev.example.toy;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.catalog.Facts;
import dev.loraport.error.ConfigurationException;
import dev.loraport.spi.Caller;
import dev.loraport.spi.OpenAiErrors;
import dev.loraport.spi.ProviderFactory;
import dev.loraport.spi.ProviderProfile;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Opens clients of Toy by name, for {@link dev.loraport.Providers}. */
public final class ToyFactory implements ProviderFactory {
  static final String NAME = "toy";
  private static final URI BASE = URI.create("https://api.toy.example/v1");

  /** Makes the factory; {@link java.util.ServiceLoader} does. */
  public ToyFactory() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Facts facts() {
    return Facts.load(ToyFactory.class, "facts.json");
  }

  @Override
  public ProviderClient create(ClientConfig config) {
    URI base = config.baseUrl().orElse(BASE);
    ProviderProfile profile =
        ProviderProfile.builder()
            .provider(NAME)
            .credentialOrigins(Set.of(origin(base)))
            .apiKey(key(config))
            .errorReader(new OpenAiErrors())
            .build();
    return new ToyClient(Caller.open(profile, config), base, facts());
  }

  private static Supplier<String> key(ClientConfig config) {
    return config
        .apiKeySupplier()
        .or(() -> Optional.ofNullable(System.getenv("TOY_API_KEY")).map(key -> () -> key))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    NAME, "no key for Toy: set TOY_API_KEY, or apiKey(...) of the settings"));
  }

  /** Scheme, host and port: what may see the key. */
  static URI origin(URI url) {
    return URI.create(url.getScheme() + "://" + url.getRawAuthority());
  }
}
