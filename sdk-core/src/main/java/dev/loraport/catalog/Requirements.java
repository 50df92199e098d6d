package dev.loraport.catalog;

import dev.loraport.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether one base has what the constraints ask of it. */
final class Requirements {
  private static final String COLD_START = "latency.cold_start";

  private final DatedCatalog catalog;
  private final CatalogModel model;
  private final Constraints wanted;
  private final List<String> doubts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<RefusedModel> unmet = Optional.empty();

  Requirements(
      DatedCatalog catalog, CatalogModel model, Constraints wanted, DatasetFigures figures) {
    this.catalog = catalog;
    this.model = model;
    this.wanted = wanted;
    family();
    size();
    reasoning();
    oneOf("model.license", "licence", wanted.licenses());
    oneOf("region", "region", wanted.regions());
    oneOf(
        "data.residency",
        "place of the data",
        wanted.dataResidency().map(Set::of).orElseGet(Set::of));
    context(figures);
    if (model.isDeprecated()) {
      notes.add(
          "the base is deprecated"
              + model.fact("model.deprecated").map(Requirements::cited).orElse(""));
    }
  }

  /** The first requirement that it is known not to meet. */
  Optional<RefusedModel> unmet() {
    return unmet;
  }

  /** Tells what is not known, and what speaks against it. */
  void tell(Risks risks) {
    doubts.forEach(risks::doubt);
    notes.forEach(risks::add);
  }

  /** Why its first answer comes too late; empty where it does not, or nobody says. */
  String tooSlow(String servedAs) {
    Duration most = wanted.maxColdStart().orElse(null);
    BigDecimal seconds = seconds(COLD_START, servedAs).orElse(null);
    return most != null
            && seconds != null
            && seconds.compareTo(BigDecimal.valueOf(most.toMillis(), 3)) > 0
        ? "its first answer may take "
            + seconds.toPlainString()
            + " s, over "
            + BigDecimal.valueOf(most.toMillis(), 3).stripTrailingZeros().toPlainString()
            + " s"
        : "";
  }

  /** Tells how long a deployment may take until it answers. */
  void readiness(String servedAs, Risks risks) {
    seconds(COLD_START, servedAs)
        .ifPresent(
            most -> risks.add("a deployment may take " + span(most, servedAs) + " to be ready"));
  }

  /** Tells how long the first answer may take. */
  void coldStart(String servedAs, Risks risks) {
    Optional<BigDecimal> most = seconds(COLD_START, servedAs);
    if (most.isPresent()) {
      risks.add("cold start: a first answer may take " + span(most.get(), servedAs));
    } else if (wanted.maxColdStart().isPresent()) {
      risks.doubt("no source says how long a first answer takes");
    }
  }

  private String span(BigDecimal most, String servedAs) {
    return seconds(COLD_START + ".low", servedAs)
            .map(low -> low.toPlainString() + " to ")
            .orElse("")
        + most.toPlainString()
        + " s";
  }

  private Optional<BigDecimal> seconds(String topic, String servedAs) {
    return catalog.ask(model.provider(), topic, servedAs).value().flatMap(Json::number);
  }

  private void family() {
    if (wanted.families().isEmpty()) {
      return;
    }
    String name = model.name().toLowerCase(Locale.ROOT);
    boolean meant =
        wanted.families().stream()
            .map(family -> family.toLowerCase(Locale.ROOT))
            .anyMatch(
                family ->
                    model
                        .family()
                        .map(known -> known.toLowerCase(Locale.ROOT).equals(family))
                        .orElseGet(() -> name.contains(family)));
    if (!meant) {
      refuse("not of the families asked for", model.fact("model.family"));
    }
  }

  private void size() {
    BigDecimal least = wanted.minimumParameters().orElse(null);
    if (least == null) {
      return;
    }
    BigDecimal size = model.parameters().orElse(null);
    if (size == null) {
      doubts.add("no source says how large it is");
    } else if (size.compareTo(least) < 0) {
      refuse(
          "fewer than " + least.toPlainString() + "B parameters", model.fact("model.parameters"));
    }
  }

  private void reasoning() {
    boolean reasons = model.reasoning().orElse(false);
    wanted
        .reasoning()
        .filter(asked -> asked != reasons)
        .ifPresent(
            asked ->
                refuse(
                    asked ? "no source says that it reasons" : "it reasons before it answers",
                    model.fact("model.reasoning")));
  }

  private void oneOf(String topic, String what, Collection<String> allowed) {
    if (allowed.isEmpty()) {
      return;
    }
    Optional<Fact> fact = catalog.ask(model.provider(), topic, model.name()).fact();
    List<String> known = new ArrayList<>();
    fact.ifPresent(
        said -> {
          said.value().string().ifPresent(known::add);
          said.value().elements().forEach(part -> part.string().ifPresent(known::add));
        });
    if (known.isEmpty()) {
      doubts.add("no source names its " + what);
    } else if (known.stream()
        .noneMatch(value -> allowed.stream().anyMatch(value::equalsIgnoreCase))) {
      refuse("its " + what + " is " + String.join(", ", known), fact);
    }
  }

  private void context(DatasetFigures figures) {
    String topic = "tuning.lora.context." + wanted.method().value();
    Optional<Fact> fact = catalog.ask(model.provider(), topic, model.name()).fact();
    Long limit = catalog.limit(model, topic).orElse(null);
    if (wanted.context().isPresent()) {
      long needed = wanted.context().getAsLong();
      if (limit == null) {
        doubts.add("no source gives the context for training it");
      } else if (limit < needed) {
        refuse(
            "its context for training is "
                + Costs.number(limit)
                + " tokens, less than "
                + Costs.number(needed),
            fact);
      }
    } else if (limit == null) {
      notes.add("no source gives the context for training it");
    } else if (limit < figures.longestRow()) {
      doubts.add(
          "the longest row "
              + (figures.longestRowLine() > 0 ? "(line " + figures.longestRowLine() + ") " : "")
              + "has "
              + (figures.estimated() ? "about " : "")
              + Costs.number(figures.longestRow())
              + " tokens, the context for training is "
              + Costs.number(limit)
              + ": it would be cut or refused");
    }
  }

  private static String cited(Fact fact) {
    return " (" + fact.cite() + ')';
  }

  private void refuse(String reason, Optional<Fact> fact) {
    if (unmet.isEmpty()) {
      unmet =
          Optional.of(
              new RefusedModel(
                  model.provider(), model.name(), reason, fact.map(List::of).orElseGet(List::of)));
    }
  }
}
