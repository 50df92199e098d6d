package dev.loraport.adapter;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rank of each module by the configuration. PEFT holds the keys of {@code rank_pattern} against
 * the end of a module's path as regular expressions (0.18, read 2026-11). Here a key that is a
 * plain name is looked up, and of any other it is only known that it may be meant: no expression of
 * a stranger is run.
 */
final class ModuleRanks {
  // no module lies deeper, and a path may be long
  private static final int MAX_PARTS = 40;

  private final Optional<Integer> usual;
  private final Map<String, Integer> named = new HashMap<>();
  private final Set<Integer> possible = new TreeSet<>();

  ModuleRanks(Optional<Integer> usual, Map<String, Integer> pattern) {
    this.usual = usual;
    pattern.forEach(
        (key, rank) -> {
          if (key.matches("[\\w.-]+")) {
            named.put(key, rank);
          } else {
            possible.add(rank);
          }
        });
  }

  /** The ranks that a module may have; empty if the configuration gives none. */
  Set<Integer> of(String path) {
    Set<Integer> ranks = new TreeSet<>(possible);
    boolean found = false;
    int from = 0;
    for (int part = 0; part < MAX_PARTS && !named.isEmpty(); part++) {
      Integer rank = named.get(path.substring(from));
      if (rank != null) {
        ranks.add(rank);
        found = true;
      }
      from = path.indexOf('.', from) + 1;
      if (from == 0) {
        break;
      }
    }
    if (!found) {
      usual.ifPresent(ranks::add);
    }
    return ranks;
  }
}
