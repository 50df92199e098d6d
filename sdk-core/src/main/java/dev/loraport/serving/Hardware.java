package dev.loraport.serving;

import dev.loraport.Money;
import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A kind of machine that a provider deploys on.
 *
 * @param id the id by which it is asked for
 * @param gpuType the GPU, such as {@code nvidia-h100-80gb}
 * @param gpuCount GPUs of one replica
 * @param gpuMemoryGib memory of one GPU in GiB
 * @param hourlyPrice US dollars for an hour of one replica
 * @param regions where it can be had
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record Hardware(
    String id,
    Optional<String> gpuType,
    OptionalInt gpuCount,
    OptionalInt gpuMemoryGib,
    Optional<Money> hourlyPrice,
    List<String> regions,
    Map<String, Json> extra) {
  public Hardware {
    Objects.requireNonNull(id, "id");
    gpuType = Parts.optional(gpuType);
    gpuCount = Parts.optional(gpuCount);
    gpuMemoryGib = Parts.optional(gpuMemoryGib);
    hourlyPrice = Parts.optional(hourlyPrice);
    regions = Parts.list(regions);
    extra = Parts.members(extra);
  }
}
