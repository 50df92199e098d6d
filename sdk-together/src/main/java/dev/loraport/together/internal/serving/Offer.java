package dev.loraport.together.internal.serving;

import dev.loraport.Money;
import dev.loraport.serving.Hardware;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A way to deploy a base model.
 *
 * @param config the deployment config to ask for
 * @param hardware the machine of one replica, with its price where it is known
 * @param live whether the price is the provider's own, asked for just now
 */
record Offer(String config, Hardware hardware, boolean live) {
  /** The price of an hour of one replica, if the machine is this one. */
  Optional<Tariff.Price> price(String machine) {
    return hardware
        .hourlyPrice()
        .filter(price -> Machines.isNamed(hardware, machine))
        .map(
            price ->
                new Tariff.Price(
                    price, live ? "the provider, before it was deployed" : "dated facts"));
  }

  /** US dollars for an hour of so many replicas. */
  Optional<Money> hourly(int replicas) {
    return hardware.hourlyPrice().map(price -> price.times(BigDecimal.valueOf(replicas)));
  }
}
