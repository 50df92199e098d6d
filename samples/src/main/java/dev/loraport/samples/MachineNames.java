package dev.loraport.samples;

import dev.loraport.serving.Hardware;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of machines. Each provider has its own, such as {@code 2xNVIDIA_H100_80GB}; the facts, and
 * so {@link WhichModel}, have one for all: {@code 2 x h100-80gb}.
 */
final class MachineNames {
  private static final Pattern GPUS = Pattern.compile("(?:([1-9]\\d{0,2})\\s*[xX]\\s*)?(\\S+)");

  private MachineNames() {}

  /** The provider's name for a machine, in whichever of the two ways it is asked for. */
  static Optional<String> find(String asked, List<Hardware> machines) {
    return machines.stream()
        .map(Hardware::id)
        .filter(asked::equalsIgnoreCase)
        .findFirst()
        .or(() -> byGpu(asked.strip(), machines));
  }

  private static Optional<String> byGpu(String asked, List<Hardware> machines) {
    Matcher gpus = GPUS.matcher(asked);
    if (!gpus.matches()) {
      return Optional.empty();
    }
    String count = gpus.group(1) == null ? "1" : gpus.group(1);
    String gpu = plain(gpus.group(2));
    return machines.stream()
        .flatMap(machine -> machine.gpuType().stream())
        .filter(type -> plain(type).equals(gpu) || withoutVendor(type).equals(gpu))
        .map(type -> count + "x" + type)
        .findFirst();
  }

  private static String plain(String gpu) {
    return gpu.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  // NVIDIA_H100_80GB and nvidia-h100-80gb are the h100-80gb of the facts
  private static String withoutVendor(String type) {
    String name = plain(type);
    return name.substring(name.indexOf('-') + 1);
  }
}
