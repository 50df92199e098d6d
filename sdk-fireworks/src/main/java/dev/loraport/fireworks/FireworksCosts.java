package dev.loraport.fireworks;

import dev.loraport.Money;
import dev.loraport.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * What an account has spent; it may lag by a day.
 *
 * @param total the sum in US dollars; empty if the provider gives none, or another currency
 * @param rows the parts, one a group
 * @param complete whether these are all rows; the provider gave only the first of them if not
 */
public record FireworksCosts(Optional<Money> total, List<Row> rows, boolean complete) {
  /** Keeps a copy of the rows. */
  public FireworksCosts {
    rows = List.copyOf(rows);
  }

  /**
   * The costs of one group.
   *
   * @param dimensions what the group is, as the provider says it
   * @param subtotal its sum in US dollars; empty if the provider gives none, or another currency
   */
  public record Row(Json dimensions, Optional<Money> subtotal) {}
}
