package dev.loraport.adapter;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** As {@link HostileAdapterTest}, with bytes that a fuzzer chooses by what they reach. */
class AdapterFuzz {
  private static final Path WORK = work();

  private static Path work() {
    try {
      Path folder = Files.createTempDirectory("loraport-fuzz");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The first byte says which part of an adapter the others are. */
  @FuzzTest(maxDuration = "60s")
  void anyBytesInAnyFile(byte[] input) {
    if (input.length > 0) {
      AdapterOracle.Part[] parts = AdapterOracle.Part.values();
      AdapterOracle.check(
          parts[(input[0] & 0xFF) % parts.length],
          Arrays.copyOfRange(input, 1, input.length),
          WORK);
    }
  }
}
