package dev.loraport.catalog;

import dev.loraport.json.Json;
import dev.loraport.serving.ServingMode;
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
  private static final String READY = "dedicated.ready";

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
    oneOf(ask("model.license"), "licence", wanted.licenses(), doubts).ifPresent(this::refuse);
    oneOf(
            ask("data.residency"),
            "place of the data",
            wanted.dataResidency().map(Set::of).orElseGet(Set::of),
            doubts)
        .ifPresent(this::refuse);
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

  /**
   * Why it may not run where it is served in that way: without a deployment it may be elsewhere.
   */
  Optional<RefusedModel> elsewhere(ServingMode mode) {
    return region(mode, new ArrayList<>());
  }

  private Optional<RefusedModel> region(ServingMode mode, List<String> unknown) {
    Optional<Fact> fact =
        mode == ServingMode.SERVERLESS ? ask("region.serverless") : Optional.empty();
    return oneOf(fact.or(() -> ask("region")), "region", wanted.regions(), unknown);
  }

  /** Tells what is not known of it in that way of serving, and what speaks against it. */
  void tell(ServingMode mode, Risks risks) {
    doubts.forEach(risks::doubt);
    List<String> unknown = new ArrayList<>();
    region(mode, unknown);
    unknown.forEach(risks::doubt);
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
    seconds(READY, servedAs)
        .ifPresent(
            most ->
                risks.add("a deployment may take " + span(READY, most, servedAs) + " to be ready"));
  }

  /** Tells how long the first answer may take. */
  void coldStart(String servedAs, Risks risks) {
    Optional<BigDecimal> most = seconds(COLD_START, servedAs);
    if (most.isPresent()) {
      risks.add("cold start: a first answer may take " + span(COLD_START, most.get(), servedAs));
    } else if (wanted.maxColdStart().isPresent()) {
      risks.doubt("no source says how long a first answer takes");
    }
  }

  private String span(String topic, BigDecimal most, String servedAs) {
    return seconds(topic + ".low", servedAs).map(low -> low.toPlainString() + " to ").orElse("")
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

  private Optional<Fact> ask(String topic) {
    return catalog.ask(model.provider(), topic, model.name()).fact();
  }

  private Optional<RefusedModel> oneOf(
      Optional<Fact> fact, String what, Collection<String> allowed, List<String> unknown) {
    if (allowed.isEmpty()) {
      return Optional.empty();
    }
    List<String> known = new ArrayList<>();
    fact.ifPresent(
        said -> {
          said.value().string().ifPresent(known::add);
          said.value().elements().forEach(part -> part.string().ifPresent(known::add));
        });
    if (known.isEmpty()) {
      unknown.add("no source names its " + what);
      return Optional.empty();
    }
    boolean met =
        known.stream().anyMatch(value -> allowed.stream().anyMatch(value::equalsIgnoreCase));
    return met
        ? Optional.empty()
        : Optional.of(refusal("its " + what + " is " + String.join(", ", known), fact));
  }

  private void context(DatasetFigures figures) {
    String topic = "tuning.lora.context." + wanted.method().value();
    Optional<Fact> fact = ask(topic);
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
    refuse(refusal(reason, fact));
  }

  private void refuse(RefusedModel refused) {
    if (unmet.isEmpty()) {
      unmet = Optional.of(refused);
    }
  }

  private RefusedModel refusal(String reason, Optional<Fact> fact) {
    return new RefusedModel(
        model.provider(), model.name(), reason, fact.map(List::of).orElseGet(List::of));
  }
}
