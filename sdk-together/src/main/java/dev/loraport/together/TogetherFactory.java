package dev.loraport.together;

import dev.loraport.ClientConfig;
import dev.loraport.catalog.Facts;
import dev.loraport.spi.ProviderFactory;
import dev.loraport.together.internal.Clients;
import dev.loraport.together.internal.wire.Settings;

/** Opens clients of Together by name, for {@link dev.loraport.Providers}. */
public final class TogetherFactory implements ProviderFactory {
  /** Makes the factory; {@link java.util.ServiceLoader} does. */
  public TogetherFactory() {}

  @Override
  public String name() {
    return Settings.PROVIDER;
  }

  @Override
  public TogetherClient create(ClientConfig config) {
    return Clients.open(config, System::getenv);
  }

  @Override
  public Facts facts() {
    return TogetherFacts.load();
  }
}
