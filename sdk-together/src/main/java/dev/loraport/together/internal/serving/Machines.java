package dev.loraport.together.internal.serving;

import dev.loraport.Money;
import dev.loraport.json.Json;
import dev.loraport.serving.Hardware;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads instance types, and finds the one that a deployment or a profile speaks of. */
final class Machines {
  private static final BigDecimal CENTS = BigDecimal.valueOf(100);

  private Machines() {}

  static Hardware read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return new Hardware(
        fields.requireText(answer, "id"),
        fields.text("gpuType"),
        fields.count("gpuCount"),
        fields.count("gpuMemoryGib"),
        fields.number("priceCentsPerHour").map(cents -> Money.usd(cents).dividedBy(CENTS)),
        fields.list("regions").stream()
            .flatMap(region -> region.get("name").string().stream())
            .toList(),
        fields.rest());
  }

  /** A machine by count and type, such as {@code 1xnvidia-h100-80gb}. */
  static String label(long count, String type) {
    return count + "x" + type.toLowerCase(Locale.ROOT);
  }

  /** Whether a machine goes by that name: its id, or count and type. */
  static boolean isNamed(Hardware machine, String name) {
    return machine.id().equalsIgnoreCase(name)
        || (machine.gpuType().isPresent()
            && machine.gpuCount().isPresent()
            && label(machine.gpuCount().getAsInt(), machine.gpuType().get())
                .equals(name.toLowerCase(Locale.ROOT)));
  }

  static Optional<Hardware> find(List<Hardware> machines, String name) {
    return machines.stream().filter(machine -> isNamed(machine, name)).findFirst();
  }
}
