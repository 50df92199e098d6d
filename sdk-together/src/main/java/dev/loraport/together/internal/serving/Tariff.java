package dev.loraport.together.internal.serving;

import dev.loraport.Money;
import dev.loraport.serving.Hardware;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an hour of a machine costs: by the provider's list, else by the dated facts.
 *
 * @param machines the provider's list, which may be empty
 * @param rules what is known of the client's day
 */
record Tariff(List<Hardware> machines, ServingRules rules) {
  private static final Pattern LABEL = Pattern.compile("([1-9]\\d?)x(.+)");

  /**
   * A price and who says so.
   *
   * @param hourly US dollars for an hour of one replica
   * @param source who says so, with the date
   */
  record Price(Money hourly, String source) {}

  /** The price of a machine by its id, or by count and type such as {@code 1xnvidia-h100-80gb}. */
  Optional<Price> price(String machine) {
    return Machines.find(machines, machine)
        .flatMap(Hardware::hourlyPrice)
        .map(
            price ->
                new Price(price, "live, GET /v2/public/inference-instance-types, " + rules.day()))
        .or(() -> shipped(machine));
  }

  private Optional<Price> shipped(String machine) {
    Matcher label = LABEL.matcher(machine);
    if (!label.matches()) {
      return Optional.empty();
    }
    BigDecimal count = new BigDecimal(label.group(1));
    return rules
        .gpuPrice(label.group(2))
        .map(price -> new Price(price.times(count), rules.citePrice(label.group(2))));
  }
}
