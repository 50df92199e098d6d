package dev.loraport.catalog;

import dev.loraport.Money;
import dev.loraport.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The arithmetic of a plan: exact, in decimals, each amount with the line that shows it. */
final class Costs {
  private static final BigDecimal DAYS_A_YEAR = BigDecimal.valueOf(365);
  private static final BigDecimal MONTHS_A_YEAR = BigDecimal.valueOf(12);
  private static final String MONTH = " x 365 / 12 days";

  private Costs() {}

  /** Tokens times epochs times price, or the least that a job costs. */
  static Cost training(long tokens, int epochs, Fact price, Optional<Fact> minimum) {
    Money amount =
        perMillion(BigDecimal.valueOf(tokens).multiply(BigDecimal.valueOf(epochs)), price);
    List<String> lines = new ArrayList<>();
    lines.add(
        number(tokens)
            + " tokens x "
            + count(epochs, "epoch")
            + " x "
            + usd(price)
            + " per 1M tokens = "
            + shown(amount));
    List<Fact> prices = new ArrayList<>(List.of(price));
    if (minimum.isPresent() && usd(minimum.get()).isMoreThan(amount)) {
      amount = usd(minimum.get());
      lines.add("at least " + amount + " a job = " + amount);
      prices.add(minimum.get());
    }
    return new Cost(amount, lines, prices);
  }

  /** A month of requests that are paid by the token. */
  static Cost serverlessMonth(Traffic traffic, Fact input, Fact output) {
    Money in = monthly(perMillion(tokensPerDay(traffic, traffic.inputTokens()), input));
    Money out = monthly(perMillion(tokensPerDay(traffic, traffic.outputTokens()), output));
    String requests = number(traffic.requestsPerDay()) + " requests a day x ";
    return new Cost(
        in.plus(out),
        List.of(
            requests + tokenLine(traffic.inputTokens(), " input", input) + shown(in),
            requests + tokenLine(traffic.outputTokens(), " output", output) + shown(out)),
        List.of(input, output));
  }

  private static String tokenLine(long tokens, String direction, Fact price) {
    return number(tokens)
        + direction
        + " tokens"
        + MONTH
        + " x "
        + usd(price)
        + " per 1M tokens = ";
  }

  /** A month of a deployment that is paid by the hour; none where no price of it is known. */
  static Optional<Cost> dedicatedMonth(int hoursPerDay, Machine machine) {
    return machine
        .hourly()
        .map(hourly -> monthly(hourly.times(BigDecimal.valueOf(hoursPerDay))))
        .map(
            amount ->
                new Cost(
                    amount,
                    List.of(
                        machine.arithmetic()
                            + " x "
                            + hoursPerDay
                            + " h a day"
                            + MONTH
                            + " = "
                            + shown(amount)),
                    machine.price().stream().toList()));
  }

  /**
   * Where serverless and dedicated cost the same; none where tokens are free or an hour unpriced.
   */
  static Optional<BreakEven> breakEven(
      Traffic traffic, Fact input, Fact output, int hoursPerDay, Machine machine) {
    Money in = perMillion(tokensPerDay(traffic, traffic.inputTokens()), input);
    Money out = perMillion(tokensPerDay(traffic, traffic.outputTokens()), output);
    Money serverless = in.plus(out);
    Money hourly = machine.hourly().orElse(null);
    if (hourly == null || serverless.usd().signum() <= 0) {
      return Optional.empty();
    }
    Money dedicated = hourly.times(BigDecimal.valueOf(hoursPerDay));
    BigDecimal tokens = tokensPerDay(traffic, traffic.inputTokens() + traffic.outputTokens());
    long even =
        dedicated
            .usd()
            .multiply(tokens)
            .divide(serverless.usd(), 0, RoundingMode.HALF_UP)
            .min(BigDecimal.valueOf(Long.MAX_VALUE))
            .longValue();
    return Optional.of(
        new BreakEven(
            even,
            number(even)
                + " tokens a day: "
                + machine.arithmetic()
                + (machine.isEstimated() ? " (estimated GPUs)" : "")
                + " x "
                + hoursPerDay
                + " h a day = "
                + shown(dedicated)
                + " a day, against "
                + shown(perMillionOf(serverless, tokens))
                + " per 1M tokens at "
                + number(traffic.inputTokens())
                + " read for "
                + number(traffic.outputTokens())
                + " written",
            Stream.concat(machine.price().stream(), Stream.of(input, output)).toList()));
  }

  private static Money perMillionOf(Money amount, BigDecimal tokens) {
    return Money.usd(amount.usd().movePointRight(6)).dividedBy(tokens);
  }

  private static BigDecimal tokensPerDay(Traffic traffic, long tokens) {
    return BigDecimal.valueOf(traffic.requestsPerDay()).multiply(BigDecimal.valueOf(tokens));
  }

  private static Money perMillion(BigDecimal tokens, Fact price) {
    return usd(price).times(tokens.movePointLeft(6));
  }

  private static Money monthly(Money daily) {
    return daily.times(DAYS_A_YEAR).dividedBy(MONTHS_A_YEAR);
  }

  /** Training and the months of serving; none where one of the two is not known. */
  static Optional<Money> total(Optional<Money> training, Optional<Cost> month, int months) {
    return training.isEmpty() || month.isEmpty()
        ? Optional.empty()
        : Optional.of(training.get().plus(month.get().amount().times(BigDecimal.valueOf(months))));
  }

  /** The number of a fact, in US dollars. */
  static Money usd(Fact fact) {
    return fact.value()
        .number()
        .map(Money::usd)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the fact " + fact.topic() + " of " + fact.subject() + " is no number"));
  }

  /** The fact of an answer, where it is a price. */
  static Optional<Fact> price(FactAnswer answer) {
    return answer.fact().filter(fact -> fact.value().kind() == Json.Kind.NUMBER);
  }

  /** An amount for people, to the cent; to four digits below a dollar. */
  static Money rounded(Money amount) {
    int scale = amount.usd().abs().compareTo(BigDecimal.ONE) < 0 ? 4 : 2;
    return Money.usd(amount.usd().setScale(scale, RoundingMode.HALF_UP));
  }

  private static String shown(Money amount) {
    BigDecimal exact = amount.usd().stripTrailingZeros();
    return exact.scale() <= 6 ? amount.toString() : "about " + rounded(amount);
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String count(long number, String what) {
    return number(number) + ' ' + what + (number == 1 ? "" : "s");
  }
}
