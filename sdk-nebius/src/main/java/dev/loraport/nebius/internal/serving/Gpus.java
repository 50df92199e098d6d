package dev.loraport.nebius.internal.serving;

import dev.loraport.Money;
import dev.loraport.catalog.Fact;
import dev.loraport.json.Json;
import dev.loraport.nebius.internal.wire.Era;
import dev.loraport.serving.Hardware;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The GPUs of dedicated endpoints, by the schema of July 2026; prices are dated facts. */
final class Gpus {
  /** By the word on the wire: the subject of the price facts. */
  private static final Map<String, String> SUBJECTS = subjects();

  private final Era era;

  Gpus(Era era) {
    this.era = era;
  }

  private static Map<String, String> subjects() {
    Map<String, String> subjects = new LinkedHashMap<>();
    subjects.put("gpu-l40s-d", "l40s-48gb");
    subjects.put("gpu-l40s-a", "l40s-48gb");
    subjects.put("gpu-h100-sxm", "h100-80gb");
    subjects.put("gpu-h200-sxm", "h200-141gb");
    subjects.put("gpu-b200-sxm", "b200-180gb");
    subjects.put("gpu-b200-sxm-a", "b200-180gb");
    subjects.put("gpu-b300-sxm", "b300-288gb");
    return subjects;
  }

  /** US dollars for an hour of one GPU, as known for the day. */
  Optional<Money> price(String gpuType) {
    return fact(gpuType).map(Fact::value).flatMap(Json::number).map(Money::usd);
  }

  /** Where that price is from, for people. */
  String citePrice(String gpuType) {
    return fact(gpuType).map(Fact::cite).orElse("");
  }

  private Optional<Fact> fact(String gpuType) {
    return Optional.ofNullable(SUBJECTS.get(gpuType))
        .flatMap(subject -> era.facts().ask("gpu.hourly.price", subject, era.day()).fact());
  }

  /** One GPU of each kind; which model runs on how many of which is in the templates. */
  List<Hardware> all() {
    return SUBJECTS.entrySet().stream()
        .map(
            gpu ->
                new Hardware(
                    gpu.getKey(),
                    Optional.of("nvidia-" + gpu.getValue()),
                    OptionalInt.of(1),
                    OptionalInt.of(memory(gpu.getValue())),
                    price(gpu.getKey()),
                    List.of(),
                    Map.of()))
        .toList();
  }

  private static int memory(String subject) {
    return Integer.parseInt(subject.replaceAll(".*-([0-9]+)gb", "$1"));
  }
}
