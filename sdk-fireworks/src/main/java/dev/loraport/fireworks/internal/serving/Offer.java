package dev.loraport.fireworks.internal.serving;

import dev.loraport.Money;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.json.Json;
import dev.loraport.serving.Hardware;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Hardware for one replica, and how it is asked for: by a shape, which knows its GPUs, or by GPUs.
 *
 * @param shape the preset, if it is one
 * @param hardware GPU and count, with the price where it is known
 * @param chosen whether the user, a preset or a source chose it; else nobody knows whether the
 *     model fits
 * @param told what a source says of the model's hardware, if that chose it
 */
record Offer(
    Optional<ResourceName> shape, Hardware hardware, boolean chosen, Optional<ToldGpus> told) {
  Offer(Optional<ResourceName> shape, Hardware hardware, boolean chosen) {
    this(shape, hardware, chosen, Optional.empty());
  }

  /** US dollars for an hour of so many replicas; of one where there may be none. */
  Optional<Money> hourly(int replicas) {
    return hardware
        .hourlyPrice()
        .map(price -> price.times(BigDecimal.valueOf(Math.max(1, replicas))));
  }

  /** Puts it into the request for a deployment. */
  void write(Json.ObjectBuilder body, boolean forAdapters) {
    if (shape.isPresent()) {
      body.put("deploymentShape", shape.get().value());
      return;
    }
    body.put("acceleratorType", hardware.gpuType().orElse(hardware.id()));
    // always said, so that a replica costs what the plan says
    body.put("acceleratorCount", hardware.gpuCount().orElse(1));
    if (forAdapters) {
      body.put("precision", Machines.FOR_ADAPTERS);
    }
  }
}
