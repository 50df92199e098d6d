package dev.loraport.fireworks.internal.serving;

import dev.loraport.Money;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.json.Json;
import dev.loraport.serving.Hardware;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** GPUs and hardware presets, with their prices by dated facts. */
final class Machines {
  /** The precision of base models that adapters can be loaded onto. */
  static final String FOR_ADAPTERS = "BF16";

  /** The GPUs that can be asked for, as of July 2026. */
  private static final List<String> TYPES =
      List.of(
          "NVIDIA_A100_80GB",
          "NVIDIA_H100_80GB",
          "NVIDIA_H200_141GB",
          "NVIDIA_B200_180GB",
          "NVIDIA_B300_288GB",
          "NVIDIA_A10G_24GB",
          "NVIDIA_A100_40GB",
          "NVIDIA_L4_24GB",
          "AMD_MI300X_192GB",
          "AMD_MI325X_256GB",
          "AMD_MI350X_288GB");

  // 2xNVIDIA_H100_80GB, NVIDIA_H100_80GB
  private static final Pattern GPUS =
      Pattern.compile("(?:([1-9]\\d?)x)?((?:NVIDIA|AMD)_\\w+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern MEMORY = Pattern.compile("_(\\d{1,4})GB$");

  private final ServingRules rules;

  Machines(ServingRules rules) {
    this.rules = rules;
  }

  /** A preset, and for which model it is. */
  record Shape(ResourceName name, Optional<String> baseModel, String precision, Hardware hardware) {
    boolean takesAdapters() {
      return precision.isEmpty() || precision.equalsIgnoreCase(FOR_ADAPTERS);
    }

    Offer offer() {
      return new Offer(Optional.of(name), hardware, true);
    }
  }

  /** The GPUs that have a price on this day, one of each. */
  Stream<Hardware> priced() {
    return TYPES.stream()
        .map(type -> gpus(type, 1))
        .filter(machine -> machine.hourlyPrice().isPresent());
  }

  /** The GPUs of a text such as {@code 2xNVIDIA_H100_80GB}; one where no number is given. */
  Optional<Offer> named(String text) {
    Matcher gpus = GPUS.matcher(text);
    if (!gpus.matches()) {
      return Optional.empty();
    }
    int count = gpus.group(1) == null ? 1 : Integer.parseInt(gpus.group(1));
    String type = gpus.group(2).toUpperCase(Locale.ROOT);
    return Optional.of(new Offer(Optional.empty(), gpus(type, count), true));
  }

  /** The GPUs that a source names for a model; of several types of that name the dearest. */
  Optional<Offer> told(String model) {
    return rules
        .gpusOf(model)
        .flatMap(
            told ->
                TYPES.stream()
                    .filter(type -> isOf(told.gpu(), ServingRules.subject(type)))
                    .map(type -> gpus(type, told))
                    .max(Comparator.comparing(gpus -> gpus.hourlyPrice().orElse(Money.ZERO)))
                    .map(gpus -> new Offer(Optional.empty(), gpus, true, Optional.of(told))));
  }

  // a source may say h100 where the type is an h100-80gb
  private static boolean isOf(String gpu, String subject) {
    return subject.equals(gpu) || subject.startsWith(gpu + "-");
  }

  /** What is known of a preset that no list has. */
  static Offer unknown(ResourceName shape) {
    Hardware hardware =
        new Hardware(
            shape.value(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            List.of(),
            Map.of());
    return new Offer(Optional.of(shape), hardware, true);
  }

  Shape shape(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    ResourceName name = ResourceName.parse(fields.requireText(answer, "name"));
    Optional<String> type = fields.text("acceleratorType");
    OptionalInt count = fields.count("acceleratorCount");
    Map<String, Json> extra = fields.rest();
    Hardware hardware =
        new Hardware(
            name.value(),
            type,
            count,
            type.map(Machines::memory).orElse(OptionalInt.empty()),
            type.flatMap(gpu -> price(gpu, count.orElse(1))),
            List.of(),
            extra);
    return new Shape(name, fields.text("baseModel"), fields.text("precision").orElse(""), hardware);
  }

  private Hardware gpus(String type, ToldGpus told) {
    Optional<Money> all = told.hourly().flatMap(fact -> fact.value().number()).map(Money::usd);
    return gpus(type, told.count(), all.or(() -> price(type, told.count())));
  }

  /** So many GPUs of a type, with their price. */
  private Hardware gpus(String type, int count) {
    return gpus(type, count, price(type, count));
  }

  private static Hardware gpus(String type, int count, Optional<Money> price) {
    return new Hardware(
        label(type, count),
        Optional.of(type),
        OptionalInt.of(count),
        memory(type),
        price,
        List.of(),
        Map.of());
  }

  private Optional<Money> price(String type, int count) {
    return rules.gpuPrice(type).map(price -> price.times(BigDecimal.valueOf(count)));
  }

  private static OptionalInt memory(String type) {
    Matcher memory = MEMORY.matcher(type);
    return memory.find() ? OptionalInt.of(Integer.parseInt(memory.group(1))) : OptionalInt.empty();
  }

  /** How GPUs are asked for by name. */
  static String label(String type, int count) {
    return count == 1 ? type : count + "x" + type;
  }
}
