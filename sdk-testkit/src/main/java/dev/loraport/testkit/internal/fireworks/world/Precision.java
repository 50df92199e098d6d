package dev.loraport.testkit.internal.fireworks.world;

import java.util.Set;

/** The precisions in which a model can be served. */
public final class Precision {
  private static final Set<String> KNOWN =
      Set.of(
          "PRECISION_UNSPECIFIED",
          "FP16",
          "FP8",
          "FP8_MM",
          "FP8_AR",
          "FP8_MM_KV_ATTN",
          "FP8_KV",
          "FP8_MM_V2",
          "FP8_V2",
          "FP8_MM_KV_ATTN_V2",
          "NF4",
          "FP4",
          "BF16",
          "FP4_BLOCKSCALED_MM",
          "FP4_MX_MOE");

  private Precision() {}

  /** Refuses a text that is no precision. */
  public static void check(String precision) {
    if (!KNOWN.contains(precision)) {
      throw Code.INVALID_ARGUMENT.refuse(
          "invalid request: unknown precision \"" + precision + "\"");
    }
  }
}
