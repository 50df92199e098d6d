package dev.loraport.fireworks;

import dev.loraport.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A limit of an account, such as how many GPUs of a kind it may use at once.
 *
 * @param id the id, such as {@code monthly-spend-usd}
 * @param value the limit that holds
 * @param maxValue the highest limit that the account may set itself
 * @param usage how much of it is in use
 * @param updatedAt when it was changed last
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record FireworksQuota(
    String id,
    OptionalLong value,
    OptionalLong maxValue,
    Optional<BigDecimal> usage,
    Optional<Instant> updatedAt,
    Map<String, Json> extra) {
  /** Keeps a copy of the rest. */
  public FireworksQuota {
    extra = Json.object(extra).members();
  }
}
