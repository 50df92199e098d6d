package dev.loraport.samples;

import dev.loraport.catalog.Catalog;
import dev.loraport.catalog.DatedCatalog;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The base models that some source names, to tell a name that may be mistyped. */
final class KnownBases {
  private static final int NAMED = 3;

  private KnownBases() {}

  /** What to say of a base that no source names at the provider; a new one may be right. */
  static Optional<String> doubt(String provider, String base, LocalDate day) {
    DatedCatalog catalog = Catalog.load().asOf(day);
    Set<String> bases = new TreeSet<>(catalog.tuningBases(provider));
    if (bases.contains(base) || !catalog.model(provider, base).facts().isEmpty()) {
      return Optional.empty();
    }
    String family = family(base);
    List<String> near =
        bases.stream()
            .filter(known -> !family.isEmpty() && family(known).equals(family))
            .limit(NAMED)
            .toList();
    return Optional.of(
        "no source names "
            + base
            + " as a base at "
            + provider
            + (near.isEmpty() ? "" : "; it names " + String.join(", ", near))
            + "; which-model --provider "
            + provider
            + " lists what can be tuned");
  }

  /** The letters that the name itself begins with, such as qwen. */
  private static String family(String model) {
    String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return name.replaceAll("[^a-z].*", "");
  }
}
