package dev.loraport.nebius;

import dev.loraport.ClientConfig;
import dev.loraport.catalog.Facts;
import dev.loraport.nebius.internal.Clients;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.spi.ProviderFactory;

/** Opens clients of Nebius by name, for {@link dev.loraport.Providers}. */
public final class NebiusFactory implements ProviderFactory {
  /** Makes the factory; {@link java.util.ServiceLoader} does. */
  public NebiusFactory() {}

  @Override
  public String name() {
    return Settings.PROVIDER;
  }

  @Override
  public NebiusClient create(ClientConfig config) {
    return Clients.open(config, System::getenv);
  }

  @Override
  public Facts facts() {
    return NebiusFacts.load();
  }
}
