package dev.loraport.together.internal.serving;

import dev.loraport.Money;
import dev.loraport.serving.Hardware;
import java.util.Optional;

/**
 * A way to deploy a base model.
 *
 * @param config the deployment config to ask for
 * @param hardware the machine of one replica, with its price where it is known
 */
record Offer(String config, Hardware hardware) {
  /** US dollars for an hour of so many replicas. */
  Optional<Money> hourly(int replicas) {
    return hardware.hourlyPrice().map(price -> price.times(java.math.BigDecimal.valueOf(replicas)));
  }
}
