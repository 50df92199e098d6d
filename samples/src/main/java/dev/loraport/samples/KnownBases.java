package dev.loraport.samples;

import dev.loraport.ProviderClient;
import dev.loraport.catalog.Catalog;
import dev.loraport.catalog.DatedCatalog;
import dev.loraport.catalog.Nearest;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The base models that some source names, and those that the samples tune. */
final class KnownBases {
  private static final int NAMED = 3;

  private KnownBases() {}

  /** Whether the base is known at the provider; one that is not may yet be new. */
  static boolean has(String provider, String base, LocalDate day) {
    DatedCatalog catalog = Catalog.load().asOf(day);
    return bases(catalog, provider).contains(base)
        || !catalog.model(provider, base).facts().isEmpty();
  }

  /** As the other; where no source names the base, the provider's own list of today may. */
  static boolean has(ProviderClient client, String base, LocalDate day) {
    return has(client.provider(), base, day)
        || client.models().refresh().live().ask("tuning.lora", base, day).isYes();
  }

  /** The known bases whose names are nearest to the given one. */
  static List<String> nearest(String provider, String base, LocalDate day) {
    return Nearest.first(base, bases(Catalog.load().asOf(day), provider)).stream()
        .limit(NAMED)
        .toList();
  }

  private static Set<String> bases(DatedCatalog catalog, String provider) {
    Set<String> bases = new LinkedHashSet<>(catalog.tuningBases(provider));
    bases.addAll(ServingChoice.defaultModels(provider));
    return bases;
  }

  /** Refuses a base that is not known, which may be mistyped: nothing could be said of it. */
  static void check(String provider, String base, LocalDate day) throws Options.BadArgument {
    if (!has(provider, base, day)) {
      throw new Options.BadArgument(
          "--base: no source names "
              + Values.shown(base)
              + " as a base at "
              + provider
              + " as of "
              + day
              + "; the nearest are "
              + String.join(", ", nearest(provider, base, day))
              + "; which-model --provider "
              + provider
              + " lists what can be tuned; --even-in-doubt takes a new one");
    }
  }
}
