package dev.loraport.fireworks.internal.serving;

import dev.loraport.Money;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.FactAnswer;
import dev.loraport.catalog.Facts;
import dev.loraport.catalog.Verdict;
import dev.loraport.json.Json;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** What the dated facts say about serving on one day; nothing is asked of the provider. */
public final class ServingRules {
  private static final String SERVERLESS = "lora.serverless";
  private static final String DEDICATED = "dedicated.lora";
  private static final String HARDWARE = "dedicated.hardware";
  private static final String HOURLY = "dedicated.hourly.price";
  private static final String GPU_PRICE = "gpu.hourly.price";
  private static final String PARAMETERS = "model.parameters";

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

  /** Whether an adapter is served without a deployment. */
  public Ruling serverless() {
    FactAnswer answer = facts.ask(SERVERLESS, Fact.ANY, day);
    String reason =
        switch (answer.verdict()) {
          case YES -> "serverless adapters are offered" + cite(answer);
          case NO -> "serverless adapters are not offered on " + day + cite(answer);
          case UNKNOWN ->
              "no source says whether serverless adapters are offered on "
                  + day
                  + "; they were before 2026, and not any more in February 2026";
        };
    return new Ruling(answer.verdict(), reason);
  }

  /** Whether tuned models are deployed on GPUs of one's own. */
  public Ruling dedicated() {
    FactAnswer answer = facts.ask(DEDICATED, Fact.ANY, day);
    return answer.isYes()
        ? new Ruling(Verdict.YES, "tuned models are deployed on dedicated GPUs" + cite(answer))
        : new Ruling(
            answer.verdict(),
            "no source says how tuned models are deployed on "
                + day
                + "; the earliest is of 2026-02-13");
  }

  /** The GPUs that a source names for a model. */
  Optional<ToldGpus> gpusOf(String model) {
    return facts
        .ask(HARDWARE, model, day)
        .fact()
        .flatMap(
            fact -> {
              String gpu = fact.value().get("gpu").string().orElse("");
              int count = fact.value().get("count").integer().map(Long::intValue).orElse(0);
              return gpu.isEmpty() || count < 1
                  ? Optional.empty()
                  : Optional.of(
                      new ToldGpus(gpu, count, fact, facts.ask(HOURLY, model, day).fact()));
            });
  }

  /** Billions of parameters of a model, as a source tells them. */
  Optional<Fact> parameters(String model) {
    return facts.ask(PARAMETERS, model, day).fact();
  }

  /** US dollars for an hour of one GPU of that type, such as {@code NVIDIA_H100_80GB}. */
  Optional<Money> gpuPrice(String acceleratorType) {
    return price(acceleratorType).value().flatMap(Json::number).map(Money::usd);
  }

  /** Where the price of a GPU is from, for people. */
  String citePrice(String acceleratorType) {
    return price(acceleratorType).fact().map(Fact::cite).orElse("");
  }

  private FactAnswer price(String acceleratorType) {
    return facts.ask(GPU_PRICE, subject(acceleratorType), day);
  }

  /** A type of GPU as the facts name it, such as {@code h100-80gb}. */
  static String subject(String acceleratorType) {
    return acceleratorType
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^(nvidia|amd)_", "")
        .replace('_', '-');
  }

  private static String cite(FactAnswer answer) {
    return answer.fact().map(fact -> " (" + fact.cite() + ")").orElse("");
  }
}
