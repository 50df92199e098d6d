package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.loraport.error.ApiException;
import dev.loraport.error.ErrorAnswer;
import java.nio.charset.StandardCharsets;

/** Any bytes of a refusal give one line of a bounded length, also where a piece is repeated. */
class ErrorFuzz {
  /** As much of the body of a refusal is read. */
  private static final int LONGEST = 64 << 10;

  /** The first byte says how often the first half of the others comes. */
  @FuzzTest(maxDuration = "60s")
  void anyBytesOfARefusal(byte[] input) {
    if (input.length < 2) {
      return;
    }
    String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
    String half = text.substring(0, text.length() / 2);
    int times = Math.min(1 << (input[0] & 0x0F), LONGEST / Math.max(1, half.length()));
    String body = half.repeat(times) + text.substring(text.length() / 2);

    ErrorAnswer known =
        ErrorAnswer.builder().provider("acme").operation("x").status(400).rawBody(body).build();
    ErrorAnswer.Builder into = ErrorAnswer.builder();
    into.from(known);
    new OpenAiErrors().read(known, into);

    assertThat(ApiException.of(into.build()).getMessage())
        .startsWith("acme x: 400")
        .hasLineCount(1)
        .hasSizeLessThan(4_000);
  }
}
