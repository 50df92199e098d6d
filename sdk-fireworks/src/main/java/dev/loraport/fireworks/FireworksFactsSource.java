package dev.loraport.fireworks;

import dev.loraport.catalog.Facts;
import dev.loraport.spi.FactsSource;

/** Registers {@link FireworksFacts}; the client of this provider is not there yet. */
public final class FireworksFactsSource implements FactsSource {
  /** For {@link java.util.ServiceLoader}. */
  public FireworksFactsSource() {}

  @Override
  public String name() {
    return "fireworks";
  }

  @Override
  public Facts facts() {
    return FireworksFacts.load();
  }
}
