package dev.loraport.catalog;

import dev.loraport.Money;
import dev.loraport.internal.json.Parts;
import java.util.List;
import java.util.Objects;

/**
 * An amount and how it comes about. It is an estimate: the provider bills by its prices of the day.
 *
 * @param amount US dollars
 * @param arithmetic a line for each part: factors, and what they make
 * @param prices the facts that the prices in it come from
 */
public record Cost(Money amount, List<String> arithmetic, List<Fact> prices) {
  public Cost {
    Objects.requireNonNull(amount, "amount");
    arithmetic = Parts.list(arithmetic);
    prices = Parts.list(prices);
  }
}
