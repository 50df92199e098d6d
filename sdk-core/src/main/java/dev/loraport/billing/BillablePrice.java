package dev.loraport.billing;

import dev.loraport.Money;
import dev.loraport.internal.json.Parts;
import java.util.Objects;

/**
 * What something costs, by a source. It is an estimate: only the provider's invoice is the price.
 *
 * @param amount US dollars
 * @param per for what
 * @param source who says so, with its date
 */
public record BillablePrice(Money amount, Per per, String source) {
  /** What an amount is for. */
  public enum Per {
    /** For an hour. */
    HOUR,
    /** For a month. */
    MONTH,
    /** For all of it, however long it takes. */
    TOTAL
  }

  public BillablePrice {
    Objects.requireNonNull(amount, "amount");
    Objects.requireNonNull(per, "per");
    source = Parts.text(source);
  }
}
