package dev.loraport.fireworks;

import dev.loraport.catalog.Facts;

/**
 * What is known of Fireworks without a key: tuning, serving and prices, each fact with its source
 * and the days for which the source speaks. Prices are estimates; the provider's own answer wins.
 *
 * <p>Models with their sizes and contexts, what can be tuned and how, what is served, and prices;
 * {@code docs/catalog.md} in the repository lists the topics with their units and sources.
 */
public final class FireworksFacts {
  private FireworksFacts() {}

  /** The facts that this version of the module was made with. */
  public static Facts load() {
    return Shipped.FACTS;
  }

  /** Read when first asked for, and once: they are thousands, and never change. */
  private static final class Shipped {
    static final Facts FACTS =
        Facts.load(
            FireworksFacts.class,
            "facts.json",
            "models.json",
            "tuning.json",
            "prices.json",
            "adapters.json");

    private Shipped() {}
  }
}
