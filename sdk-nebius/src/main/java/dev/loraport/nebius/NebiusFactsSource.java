package dev.loraport.nebius;

import dev.loraport.catalog.Facts;
import dev.loraport.spi.FactsSource;

/** Registers {@link NebiusFacts}; the client of this provider is not there yet. */
public final class NebiusFactsSource implements FactsSource {
  /** For {@link java.util.ServiceLoader}. */
  public NebiusFactsSource() {}

  @Override
  public String name() {
    return "nebius";
  }

  @Override
  public Facts facts() {
    return NebiusFacts.load();
  }
}
