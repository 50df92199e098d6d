package dev.loraport.internal.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Streams made of pieces that mean something, shuffled and damaged; the same ones each time. */
class StreamPropertiesTest {
  private static final List<String> PIECES =
      List.of(
          "data: ",
          "data:",
          "data",
          "event: error",
          "event: ping",
          "event:",
          ": keep-alive",
          "id: 7",
          "retry: 5",
          "\n",
          "\n",
          "\n\n",
          "\n\n",
          "\r",
          "\r\n",
          "\r\n\r\n",
          "\uFEFF",
          "[DONE]",
          "data: [DONE]\n\n",
          "data: {\"id\":\"a\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
              + "{\"role\":\"assistant\",\"content\":\"héllo €😀\"},\"finish_reason\":null}]}\n\n",
          "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
          "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":\"2\"}}\n\n",
          "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"c\",\"function\":"
              + "{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]}}]}\n\n",
          "data: {\"error\":{\"message\":\"stopped\\nhere\",\"code\":7}}\n\n",
          "data: {\"object\":\"error\"}\n\n",
          "{\"choices\":",
          "[{\"index\":0,",
          "\"delta\":{\"content\":\"x\"}}]}",
          "{}",
          "[]",
          "null",
          "data: {\"created\":9223372036854775807}\n\n",
          "data: {\"x\":{\"y\":[",
          "1e999999999",
          "1e2147483647",
          "-0.5",
          "184467440737095516160",
          "\"\\ud800\"",
          "{\"a\":".repeat(40),
          "}".repeat(40),
          ",",
          "x".repeat(3_000));

  @RepeatedTest(40)
  void whatIsReadDoesNotDependOnTheCuts(RepetitionInfo round) {
    Random random = new Random(2026_11_22 + round.getCurrentRepetition());
    for (int i = 0; i < 50; i++) {
      byte[] bytes = bytes(random);
      StreamOracle.check(bytes, cuts(random, bytes.length));
    }
  }

  @Test
  void eventsBeyondTheLimitEndTheSameWay() {
    Random random = new Random(7);
    String line = "data: " + "y".repeat(60_000) + "\n";
    for (String text : List.of(line.repeat(20), "data: " + "x".repeat(SseReader.LIMIT + 9))) {
      byte[] bytes = ("data: {}\n\n" + text + "\n").getBytes(StandardCharsets.UTF_8);
      StreamOracle.check(bytes, cuts(random, bytes.length));
    }
  }

  private static byte[] bytes(Random random) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(25); left >= 0; left--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    for (int damage = random.nextInt(8) - 4; damage > 0 && bytes.length > 0; damage--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static int[] cuts(Random random, int length) {
    return random.ints(random.nextInt(12), 0, length + 1).sorted().toArray();
  }
}
