package dev.loraport.together.internal.serving;

import dev.loraport.Capability;
import dev.loraport.Money;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.FactAnswer;
import dev.loraport.catalog.Facts;
import dev.loraport.catalog.Verdict;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.together.internal.wire.Settings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the dated facts say about serving on one day; nothing is asked of the provider. */
public final class ServingRules {
  /** Adapters that were trained before do not work serverless until they are uploaded again. */
  static final Instant FIRST_SERVERLESS = Instant.parse("2024-12-17T00:00:00Z");

  static final String SERVERLESS = "lora.serverless";
  static final String SERVERLESS_BASE = "lora.serverless.base";
  static final String DEDICATED = "dedicated.lora";
  static final String GPU_PRICE = "gpu.hourly.price";

  private final Facts facts;
  private final LocalDate day;

  /**
   * Makes the rules of a day.
   *
   * @param facts the facts
   * @param day the day
   */
  public ServingRules(Facts facts, LocalDate day) {
    this.facts = facts;
    this.day = day;
  }

  /**
   * An answer and why.
   *
   * @param verdict yes, no or unknown
   * @param reason why, with the date of the fact
   */
  public record Ruling(Verdict verdict, String reason) {}

  /** Whether an adapter of that base is served without a deployment. */
  public Ruling serverless(String trainingModel, Optional<Instant> trainedAt) {
    if (trainedAt.isPresent() && trainedAt.get().isBefore(FIRST_SERVERLESS)) {
      return new Ruling(
          Verdict.NO,
          "adapters trained before 2024-12-17 are not served serverless until they are downloaded"
              + " (jobs().download) and uploaded again (adapters().publish)");
    }
    String base = servingBase(trainingModel);
    FactAnswer answer = facts.ask(SERVERLESS, base, day);
    if (answer.verdict() == Verdict.UNKNOWN && anyServerless()) {
      return new Ruling(
          Verdict.NO, base + " is not among the bases for serverless adapters on " + day);
    }
    String cite = answer.fact().map(fact -> " (" + fact.cite() + ")").orElse("");
    String reason =
        switch (answer.verdict()) {
          case YES -> base + " takes serverless adapters" + cite;
          case NO -> "serverless adapters are not offered on " + day + cite;
          case UNKNOWN -> "no source says whether serverless adapters are offered on " + day;
        };
    return new Ruling(answer.verdict(), reason);
  }

  /** The name under which a base takes serverless adapters, which may differ from that to train. */
  public String servingBase(String trainingModel) {
    return facts
        .ask(SERVERLESS_BASE, trainingModel, day)
        .value()
        .flatMap(Json::string)
        .orElse(trainingModel);
  }

  /** Whether any base takes serverless adapters. */
  public boolean anyServerless() {
    return facts.subjects(SERVERLESS).stream()
        .anyMatch(base -> facts.ask(SERVERLESS, base, day).isYes());
  }

  /** Why no base takes serverless adapters, for the case that none does. */
  public String noServerless() {
    return serverless(Fact.ANY, Optional.empty()).reason();
  }

  /** Whether deployments of the kind that this library makes are offered. */
  public Ruling dedicated() {
    FactAnswer answer = facts.ask(DEDICATED, Fact.ANY, day);
    String cite = answer.fact().map(fact -> " (" + fact.cite() + ")").orElse("");
    return answer.isYes()
        ? new Ruling(Verdict.YES, "tuned models are deployed on dedicated machines" + cite)
        : new Ruling(
            Verdict.NO,
            "no source offers dedicated deployments of the second API on "
                + day
                + "; they begin on 2026-07-16");
  }

  /**
   * Refuses what the second API alone has on a day on which that is not there.
   *
   * @throws UnsupportedCapabilityException before 2026-07-16
   */
  public void requireDedicated(Capability capability) {
    Ruling ruling = dedicated();
    if (ruling.verdict() != Verdict.YES) {
      throw new UnsupportedCapabilityException(Settings.PROVIDER, capability, ruling.reason());
    }
  }

  /** US dollars for an hour of one GPU by the facts, which live prices replace. */
  Optional<Money> gpuPrice(String gpuType) {
    return price(gpuType).value().flatMap(Json::number).map(Money::usd);
  }

  /** Where the price of a GPU is from, for people. */
  String citePrice(String gpuType) {
    return price(gpuType).fact().map(Fact::cite).orElse("");
  }

  private FactAnswer price(String gpuType) {
    String subject = gpuType.toLowerCase(Locale.ROOT).replaceFirst("^nvidia-", "");
    return facts.ask(GPU_PRICE, subject, day);
  }

  /** That no source names a base, nor the provider's own list; empty if one does. */
  Optional<String> unnamed(String baseModel, Set<String> listed) {
    return facts.unnamed(baseModel, listed);
  }

  /** The day. */
  LocalDate day() {
    return day;
  }
}
