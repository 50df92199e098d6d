package dev.loraport.fireworks;

import dev.loraport.ClientConfig;
import dev.loraport.catalog.Facts;
import dev.loraport.fireworks.internal.Clients;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.spi.ProviderFactory;

/** Opens clients of Fireworks by name, for {@link dev.loraport.Providers}. */
public final class FireworksFactory implements ProviderFactory {
  /** Makes the factory; {@link java.util.ServiceLoader} does. */
  public FireworksFactory() {}

  @Override
  public String name() {
    return Settings.PROVIDER;
  }

  @Override
  public FireworksClient create(ClientConfig config) {
    return Clients.open(config, System::getenv);
  }

  @Override
  public Facts facts() {
    return FireworksFacts.load();
  }
}
