package dev.loraport.samples;

import dev.loraport.Providers;
import dev.loraport.catalog.Catalog;
import dev.loraport.catalog.CatalogModel;
import dev.loraport.catalog.Constraints;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Refuses families, licences and regions that no source has: they would match nothing. */
final class KnownNames {
  private static final int SHOWN = 12;

  private KnownNames() {}

  static void check(Constraints constraints) throws Options.BadArgument {
    families(constraints);
    names("--license", constraints.licenses(), Set.of("model.license"));
    names("--region", constraints.regions(), Set.of("region", "region.serverless"));
  }

  /** A family is one that a source names, or a part of a model's name. */
  private static void families(Constraints constraints) throws Options.BadArgument {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Set<String> models = new TreeSet<>();
    for (CatalogModel model : Catalog.load().asOf(constraints.asOf()).models()) {
      model.family().ifPresent(known::add);
      models.add(model.name().toLowerCase(Locale.ROOT));
    }
    for (String family : constraints.families()) {
      String part = family.toLowerCase(Locale.ROOT);
      if (!known.contains(family) && models.stream().noneMatch(name -> name.contains(part))) {
        throw none("--family", family, known);
      }
    }
  }

  private static void names(String option, Set<String> asked, Set<String> topics)
      throws Options.BadArgument {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String provider : Providers.known()) {
      for (Fact fact : Providers.facts(provider).all()) {
        if (topics.contains(fact.topic())) {
          fact.value().string().ifPresent(known::add);
          fact.value().elements().forEach(each -> each.string().ifPresent(known::add));
        }
      }
    }
    for (String name : asked) {
      if (!known.contains(name)) {
        throw none(option, name, known);
      }
    }
  }

  /** The nearest of the known names, and how many more there are. */
  static String some(String wanted, Collection<String> known) {
    List<String> names = Nearest.first(wanted, known);
    int more = names.size() - SHOWN;
    return String.join(", ", names.stream().limit(SHOWN).toList())
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static Options.BadArgument none(String option, String name, Set<String> known) {
    return new Options.BadArgument(
        option + ": no source has " + Values.shown(name) + "; there are " + some(name, known));
  }
}
