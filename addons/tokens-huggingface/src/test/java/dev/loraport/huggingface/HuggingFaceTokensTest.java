package dev.loraport.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HuggingFaceTokensTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("tokenizer.json"), json());
  }

  /** A small byte-level BPE of this project's own, made with the tokenizers library of Python. */
  private static String json() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HuggingFaceTokensTest.class.getResourceAsStream("tokenizer.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String cut(String text) {
    return text.replace("\\n", "\n").replace("PIPE", "|");
  }

  // what that library counts, without its own marks at the beginning
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      delimiter = '|',
      value = {
        "Hello, where is my order?|14",
        "I can't log in; error 4012.|16",
        "Größe ✓ 東京 🙂|23",
        "''|0",
        "  two  spaces\\nand a line|16",
        "<PIPEendoftextPIPE>|1"
      })
  void countsAreThoseOfTheLibraryThatMadeIt(String text, int tokens) throws IOException {
    try (HuggingFaceTokens counter = HuggingFaceTokens.open("own/tokenizer", folder)) {
      assertThat(counter.count(cut(text))).isEqualTo(tokens);
      assertThat(counter.name()).isEqualTo("own/tokenizer");
      assertThat(counter.exact()).isTrue();
    }
  }

  @Test
  void aLimitAndAPaddingOfTheFileDoNotCount() throws IOException {
    String limited =
        json()
            .replace(
                "\"truncation\":null",
                "\"truncation\":{\"direction\":\"Right\",\"max_length\":4,"
                    + "\"strategy\":\"LongestFirst\",\"stride\":0}")
            .replace(
                "\"padding\":null",
                "\"padding\":{\"strategy\":{\"Fixed\":64},\"direction\":\"Right\","
                    + "\"pad_to_multiple_of\":null,\"pad_id\":0,\"pad_type_id\":0,"
                    + "\"pad_token\":\"<|endoftext|>\"}");
    assertThat(limited).contains("LongestFirst", "Fixed");
    Path other = Files.writeString(folder.resolve("limited.json"), limited);
    String text = "The quick brown fox jumps over it.";
    try (HuggingFaceTokens plain = HuggingFaceTokens.open("a", file);
        HuggingFaceTokens counter = HuggingFaceTokens.open("b", other)) {
      assertThat(counter.count(text)).isEqualTo(plain.count(text)).isBetween(5L, 40L);
    }
  }

  @Test
  void emptyTextHasNoneAndALoneSurrogateIsCounted() throws IOException {
    try (HuggingFaceTokens counter = HuggingFaceTokens.open("a", file)) {
      assertThat(counter.count("")).isZero();
      assertThat(counter.count("a\ud83db")).isEqualTo(counter.count("a?b"));
      assertThat(counter.count("a\u0000b")).isPositive();
    }
  }

  @Test
  void severalThreadsMayCountAtOnceAndAfterClosingNobody() throws Exception {
    HuggingFaceTokens counter = HuggingFaceTokens.open("a", file);
    String text = "Where is my order? ".repeat(50);
    long alone = counter.count(text);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        counts.add(threads.submit(() -> counter.count(text)));
      }
      for (Future<Long> count : counts) {
        assertThat(count.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
    counter.close();
    counter.close();
    assertThatIllegalStateException().isThrownBy(() -> counter.count(text));
  }

  @ParameterizedTest
  @CsvSource({"{}", "[", "''", "{\"model\":1}"})
  void whatIsNoTokenizerIsRefusedByItsName(String text) throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.json"), text);
    assertThatIOException()
        .isThrownBy(() -> HuggingFaceTokens.open("a", broken))
        .withMessageContaining("broken.json is no tokenizer");
    assertThatIOException()
        .isThrownBy(() -> HuggingFaceTokens.open("a", folder.resolve("missing.json")));
  }
}
