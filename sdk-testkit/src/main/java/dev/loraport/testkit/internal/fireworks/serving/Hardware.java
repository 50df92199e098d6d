package dev.loraport.testkit.internal.fireworks.serving;

import dev.loraport.testkit.internal.fireworks.model.Model;
import java.util.Map;

/** GPUs and number formats. */
final class Hardware {
  static final String USUAL = "NVIDIA_H100_80GB";

  /** Gigabytes of memory by accelerator type. */
  private static final Map<String, Integer> ACCELERATORS =
      Map.ofEntries(
          Map.entry("NVIDIA_A100_80GB", 80),
          Map.entry("NVIDIA_H100_80GB", 80),
          Map.entry("AMD_MI300X_192GB", 192),
          Map.entry("NVIDIA_A10G_24GB", 24),
          Map.entry("NVIDIA_A100_40GB", 40),
          Map.entry("NVIDIA_L4_24GB", 24),
          Map.entry("NVIDIA_H200_141GB", 141),
          Map.entry("NVIDIA_B200_180GB", 180),
          Map.entry("AMD_MI325X_256GB", 256),
          Map.entry("AMD_MI350X_288GB", 288),
          Map.entry("NVIDIA_B300_288GB", 288));

  private static final double HEADROOM = 1.2;
  private static final int MOST = 64;

  private Hardware() {}

  static boolean isAccelerator(String type) {
    return ACCELERATORS.containsKey(type);
  }

  /** Whether LoRA addons can be loaded beside a model in that number format. */
  static boolean takesAddons(String precision) {
    return !precision.startsWith("FP8") && !precision.contains("FP4") && !precision.equals("NF4");
  }

  /** The least GPUs, a power of two, whose memory holds the weights of a base model. */
  static int gpusFor(Model model, String accelerator, String precision) {
    double gigabytes = model.billions() * (takesAddons(precision) ? 2 : 1) * HEADROOM;
    int count = 1;
    while (count < MOST
        && (double) count * ACCELERATORS.getOrDefault(accelerator, 80) < gigabytes) {
      count *= 2;
    }
    return count;
  }
}
