package dev.loraport.dataset;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** As {@link JsonCursorTest}, with bytes that a fuzzer chooses by what they reach. */
class DatasetFuzz {
  private static final int CUTS = 2;

  /** The first three bytes say where the others are cut. */
  @FuzzTest(maxDuration = "60s")
  void anyBytesCutAnywhere(byte[] input) {
    if (input.length <= CUTS) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, CUTS + 1, input.length);
    int[] cuts = new int[CUTS];
    for (int i = 0; i < CUTS; i++) {
      cuts[i] = (input[i + 1] & 0xFF) % (bytes.length + 1);
    }
    Arrays.sort(cuts);
    // a check of a whole chunk more takes its time, so that most inputs go without
    DatasetOracle.check(bytes, (input[0] & 0xE0) == 0 ? input[0] : -1, cuts);
  }
}
