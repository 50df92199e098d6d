package dev.loraport.nebius;

import dev.loraport.catalog.Facts;

/**
 * What is known of Nebius without a key: tuning, serving and prices, each fact with its source and
 * the days for which the source speaks. Prices are estimates; the provider's own answer wins.
 *
 * <p>Topics: {@code lora.tuning}, {@code lora.serverless} (by base model), {@code
 * lora.serverless.base} (the name under which a tuned model's base is served, where it has
 * another), {@code dedicated.lora}, {@code gpu.hourly.price}, {@code training.lora.sft.price},
 * {@code chat.serverless.price.input} and {@code chat.serverless.price.output}.
 */
public final class NebiusFacts {
  private NebiusFacts() {}

  /** Reads the facts that this version of the module was made with. */
  public static Facts load() {
    return Facts.load(NebiusFacts.class, "facts.json", "adapters.json");
  }
}
