package dev.loraport.fireworks;

import java.time.Instant;
import java.util.List;

/**
 * Which costs to ask for.
 *
 * @param from the beginning
 * @param to the end
 * @param ownOnly whether only the costs of the key's own user are asked for; those of the whole
 *     account need an admin
 * @param groupBy at most two of {@code HOUR}, {@code DAY}, {@code MODEL}, {@code USER} and {@code
 *     API_KEY}
 */
public record FireworksCostQuery(Instant from, Instant to, boolean ownOnly, List<String> groupBy) {
  /**
   * Checks the query.
   *
   * @throws IllegalArgumentException if it ends before it begins, or has more than two groups
   */
  public FireworksCostQuery {
    groupBy = List.copyOf(groupBy);
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("costs from " + from + " to " + to + ": nothing between");
    }
    if (groupBy.size() > 2) {
      throw new IllegalArgumentException("groupBy takes at most two, not " + groupBy);
    }
  }

  /** All costs of the account between two times. */
  public static FireworksCostQuery between(Instant from, Instant to) {
    return new FireworksCostQuery(from, to, false, List.of());
  }

  /** The same for the key's own user alone. */
  public FireworksCostQuery ofOwnUser() {
    return new FireworksCostQuery(from, to, true, groupBy);
  }

  /** The same in groups: at most two words, see {@link #groupBy}. */
  public FireworksCostQuery groupedBy(String... groups) {
    return new FireworksCostQuery(from, to, ownOnly, List.of(groups));
  }
}
