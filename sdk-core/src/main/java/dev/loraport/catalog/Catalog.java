package dev.loraport.catalog;

import dev.loraport.Providers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All dated facts that are at hand, about all providers. It needs no key and no client:
 *
 * <pre>{@code
 * DatedCatalog catalog = Catalog.load().asOf(LocalDate.of(2026, 2, 13));
 * catalog.serverlessLora("together", "Qwen/Qwen3-235B-A22B-Instruct-2507").isYes();
 * }</pre>
 */
public final class Catalog {
  private final Map<String, Facts> providers;
  private final List<Facts> platforms;

  private Catalog(Collection<Facts> facts, List<Facts> platforms) {
    this.providers = new TreeMap<>();
    for (Facts one : facts) {
      providers.merge(one.provider(), one, Facts::merge);
    }
    this.platforms = platforms;
  }

  /** The facts of all modules on the class path or module path, and of platforms without one. */
  public static Catalog load() {
    List<Facts> facts = new ArrayList<>();
    for (String name : Providers.known()) {
      facts.add(Providers.facts(name));
    }
    return new Catalog(facts, Facts.platforms());
  }

  /** These facts alone; those about the same provider are merged. */
  public static Catalog of(Facts... facts) {
    return new Catalog(List.of(facts), List.of());
  }

  /**
   * This catalog and further facts about one of its providers or another one, such as those that
   * the provider itself gave today.
   *
   * @see Facts#merge
   */
  public Catalog with(Facts more) {
    List<Facts> all = new ArrayList<>(providers.values());
    all.add(more);
    return new Catalog(all, platforms);
  }

  /** What is known for a day. */
  public DatedCatalog asOf(LocalDate day) {
    return new DatedCatalog(day, providers, platforms);
  }
}
