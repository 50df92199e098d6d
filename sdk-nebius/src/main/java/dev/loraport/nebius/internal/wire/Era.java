package dev.loraport.nebius.internal.wire;

import dev.loraport.catalog.Fact;
import dev.loraport.catalog.FactAnswer;
import dev.loraport.catalog.Facts;
import dev.loraport.catalog.Verdict;
import dev.loraport.json.Json;
import dev.loraport.nebius.internal.wire.Settings.Legacy;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What the dated facts say about one day; nothing is asked of the provider. */
public final class Era {
  private static final String SERVERLESS = "lora.serverless";

  private final Facts facts;
  private final LocalDate day;
  private final Legacy legacy;

  /**
   * Makes the rules of a day.
   *
   * @param facts the facts
   * @param day the day
   * @param legacy what to do about services that may be gone
   */
  public Era(Facts facts, LocalDate day, Legacy legacy) {
    this.facts = facts;
    this.day = day;
    this.legacy = legacy;
  }

  /**
   * An answer and why.
   *
   * @param verdict yes, no or unknown
   * @param reason why, with the date of the fact
   */
  public record Ruling(Verdict verdict, String reason) {}

  /** The facts. */
  public Facts facts() {
    return facts;
  }

  /** The day. */
  public LocalDate day() {
    return day;
  }

  /** What can be done where batches of files are not offered. */
  static final String BATCHES_INSTEAD =
      "operations() of this client runs batch_inference over datasets, where the account has it";

  /** What can be done where adapters are not served: at least two ways. */
  public static List<String> waysOut() {
    return List.of(
        "download the adapter with jobs().download(...) and serve it elsewhere: Together and"
            + " Fireworks deploy adapters, and so does vLLM on machines of one's own",
        "ask the support of Nebius for the beta of custom weights: merge the adapter into its base,"
            + " publish that at Hugging Face, and deploy it on a dedicated endpoint");
  }

  /** Whether adapters of anyone can be registered for serverless inference. */
  public Ruling customModels() {
    return legacy("custom_models", "serverless adapters are", String.join("; or ", waysOut()));
  }

  /** Whether batches of files are offered. */
  public Ruling batches() {
    return legacy("batches.files", "batches of files are", BATCHES_INSTEAD);
  }

  private Ruling legacy(String topic, String subject, String wayOut) {
    if (legacy == Legacy.OFF) {
      return new Ruling(
          Verdict.NO, subject + " switched off by the setting legacy; instead: " + wayOut);
    }
    FactAnswer answer = facts.ask(topic, Fact.ANY, day);
    String cite = cite(answer);
    if (legacy == Legacy.TRY && !answer.isYes()) {
      return new Ruling(
          Verdict.UNKNOWN, subject + " tried, because the setting legacy says so" + cite);
    }
    return switch (answer.verdict()) {
      case YES -> new Ruling(Verdict.YES, subject + " offered" + cite);
      case NO ->
          new Ruling(
              Verdict.NO, subject + " not offered on " + day + cite + "; instead: " + wayOut);
      case UNKNOWN ->
          new Ruling(Verdict.UNKNOWN, "no source says whether " + subject + " offered on " + day);
    };
  }

  /** Whether an adapter of that base is served without a deployment. */
  public Ruling serverless(String trainingModel) {
    Ruling service = customModels();
    if (service.verdict() == Verdict.NO) {
      return new Ruling(Verdict.NO, withoutWays(service.reason()));
    }
    String base = servingBase(trainingModel);
    FactAnswer answer = facts.ask(SERVERLESS, base, day);
    if (legacy == Legacy.TRY && !answer.isYes()) {
      return new Ruling(Verdict.UNKNOWN, service.reason());
    }
    if (answer.verdict() == Verdict.UNKNOWN && service.verdict() == Verdict.YES) {
      return new Ruling(
          Verdict.UNKNOWN,
          "no source says whether " + base + " takes serverless adapters on " + day);
    }
    return switch (answer.verdict()) {
      case YES -> new Ruling(Verdict.YES, base + " takes serverless adapters" + cite(answer));
      case NO ->
          new Ruling(Verdict.NO, base + " takes no serverless adapters on " + day + cite(answer));
      case UNKNOWN -> service;
    };
  }

  private static String withoutWays(String reason) {
    int instead = reason.indexOf("; instead: ");
    return instead < 0 ? reason : reason.substring(0, instead);
  }

  /** Whether any base takes serverless adapters. */
  public Ruling anyServerless() {
    Ruling service = customModels();
    boolean any =
        facts.subjects(SERVERLESS).stream()
            .anyMatch(base -> facts.ask(SERVERLESS, base, day).isYes());
    return any || service.verdict() == Verdict.NO
        ? service
        : new Ruling(Verdict.UNKNOWN, service.reason());
  }

  /** The name under which a base is served, which may differ from that to train it. */
  public String servingBase(String trainingModel) {
    return named("lora.serverless.base", trainingModel)
        .or(() -> named("serving.base", trainingModel))
        .orElse(trainingModel);
  }

  private Optional<String> named(String topic, String model) {
    return facts.ask(topic, model, day).value().flatMap(Json::string);
  }

  /** Whether a source says that there are dedicated endpoints at all. */
  public boolean hasEndpoints() {
    return facts.ask("dedicated.base", Fact.ANY, day).isYes();
  }

  /** Whether adapters are served on dedicated endpoints. */
  public Ruling dedicated() {
    FactAnswer answer = facts.ask("dedicated.lora", Fact.ANY, day);
    return answer.isYes()
        ? new Ruling(Verdict.YES, "adapters are served on dedicated endpoints" + cite(answer))
        : new Ruling(
            Verdict.NO,
            answer.isNo()
                ? "dedicated endpoints take merged weights and no adapters" + cite(answer)
                : "no source says that dedicated endpoints take adapters on " + day);
  }

  private static String cite(FactAnswer answer) {
    return answer.fact().map(fact -> " (" + fact.cite() + ")").orElse("");
  }
}
