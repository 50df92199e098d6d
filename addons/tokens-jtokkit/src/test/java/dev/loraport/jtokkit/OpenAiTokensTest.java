package dev.loraport.jtokkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiTokensTest {
  private static final OpenAiTokens O200K = OpenAiTokens.of("o200k_base");
  private static final OpenAiTokens CL100K = OpenAiTokens.of("cl100k_base");

  // counts published with the encodings' own tokenizer
  @ParameterizedTest
  @CsvSource({
    "cl100k_base, hello world, 2",
    "cl100k_base, tiktoken is great!, 6",
    "cl100k_base, antidisestablishmentarianism, 6",
    "cl100k_base, 2 + 2 = 4, 7",
    "cl100k_base, お誕生日おめでとう, 9",
    "o200k_base, hello world, 2",
    "o200k_base, antidisestablishmentarianism, 6",
    "o200k_base, 2 + 2 = 4, 7",
    "o200k_base, お誕生日おめでとう, 8"
  })
  void countsAreThoseOfTheEncoding(String encoding, String text, int tokens) {
    OpenAiTokens counter = encoding.equals("o200k_base") ? O200K : CL100K;
    assertThat(counter.count(text)).isEqualTo(tokens);
    assertThat(counter.name()).isEqualTo(encoding);
    assertThat(counter.exact()).isTrue();
  }

  @Test
  void emptyTextHasNoneAndASpecialTokenIsText() {
    assertThat(O200K.count("")).isZero();
    assertThat(O200K.count("<|endoftext|>")).isGreaterThan(1);
    assertThat(O200K.count("\ud83d")).isPositive();
    assertThat(OpenAiTokens.gptOss().name()).isEqualTo("o200k_base");
  }

  @Test
  void severalThreadsMayCountAtOnce() throws Exception {
    String text = "The quick brown fox, 12 of them. ".repeat(50);
    long alone = O200K.count(text);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        counts.add(threads.submit(() -> O200K.count(text)));
      }
      for (Future<Long> count : counts) {
        assertThat(count.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anEncodingThatIsNotThereIsRefusedWithTheNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAiTokens.of("o300k"))
        .withMessageContaining("o300k")
        .withMessageContaining("cl100k_base");
  }
}
