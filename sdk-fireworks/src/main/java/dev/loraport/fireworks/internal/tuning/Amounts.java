package dev.loraport.fireworks.internal.tuning;

import dev.loraport.Money;
import dev.loraport.json.Json;
import dev.loraport.spi.Fields;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads amounts: whole units as a text, and billionths. */
final class Amounts {
  private static final int NANO_SCALE = 9;

  private Amounts() {}

  /** The amount in dollars; empty for none, and for another currency. */
  static Optional<Money> usd(Json json) {
    Fields fields = Fields.of(json);
    Optional<BigDecimal> units = fields.number("units");
    Optional<BigDecimal> nanos = fields.number("nanos");
    boolean dollars = fields.text("currencyCode").map("USD"::equalsIgnoreCase).orElse(true);
    if (!dollars || (units.isEmpty() && nanos.isEmpty())) {
      return Optional.empty();
    }
    BigDecimal rest = nanos.orElse(BigDecimal.ZERO).movePointLeft(NANO_SCALE);
    return Optional.of(Money.usd(units.orElse(BigDecimal.ZERO).add(rest).stripTrailingZeros()));
  }
}
