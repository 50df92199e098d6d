package dev.loraport.internal.chat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** As {@link StreamPropertiesTest}, with bytes that a fuzzer chooses by what they reach. */
class StreamFuzz {
  private static final int MOST_CUTS = 8;

  @FuzzTest(maxDuration = "60s")
  void anyBytesCutAnywhere(byte[] input) {
    int count = input.length == 0 ? 0 : (input[0] & 0xFF) % (MOST_CUTS + 1);
    int head = Math.min(1 + 2 * count, input.length);
    byte[] bytes = Arrays.copyOfRange(input, head, input.length);
    int[] cuts = new int[Math.max(0, (head - 1) / 2)];
    for (int i = 0; i < cuts.length; i++) {
      int chosen = (input[1 + 2 * i] & 0xFF) << 8 | (input[2 + 2 * i] & 0xFF);
      cuts[i] = chosen % (bytes.length + 1);
    }
    Arrays.sort(cuts);
    StreamOracle.check(bytes, cuts);
  }
}
