package dev.loraport.catalog;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects what speaks against a plan. */
final class Risks {
  private final LocalDate day;
  private final int staleAfter;
  private final List<String> lines = new ArrayList<>();
  private final SortedMap<LocalDate, SortedSet<String>> stale = new TreeMap<>();
  private boolean certain = true;

  Risks(LocalDate day, int staleAfter) {
    this.day = day;
    this.staleAfter = staleAfter;
  }

  void add(String line) {
    lines.add(line);
  }

  /** A question that no source answers. */
  void doubt(String line) {
    certain = false;
    lines.add("in doubt: " + line);
  }

  /** Notes how old a fact is. */
  void date(String what, Fact fact) {
    if (ChronoUnit.DAYS.between(fact.from(), day) > staleAfter) {
      stale.computeIfAbsent(fact.from(), from -> new TreeSet<>()).add(what);
    }
  }

  boolean certain() {
    return certain;
  }

  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    for (Map.Entry<LocalDate, SortedSet<String>> old : stale.entrySet()) {
      all.add(
          ChronoUnit.DAYS.between(old.getKey(), day)
              + " days old, of "
              + old.getKey()
              + ": "
              + String.join(", ", old.getValue()));
    }
    return all;
  }
}
