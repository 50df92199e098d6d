package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.loraport.batch.BatchRequests;
import dev.loraport.chat.ChatRequest;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchLinesTest {
  private static final ChatRequest HELLO = ChatRequest.of("acme/one", "Hello");

  @TempDir private Path folder;

  private static ChatDialect.Builder dialect() {
    return ChatDialect.builder().allowedBaseUrl(url -> true);
  }

  private static BatchLines lines(boolean addressed, boolean models, boolean oneModel) {
    return new BatchLines("acme", dialect().build(), addressed, models, oneModel, 4, 1000, 8);
  }

  private Path file() {
    return folder.resolve("requests.jsonl");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "false | true  | {\"custom_id\":\"a\",\"body\":{\"model\":\"acme/one\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}}",
        "false | false | {\"custom_id\":\"a\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}}",
        "true  | true  | {\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"acme/one\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}}"
      })
  void writesTheLinesOfEachProvider(boolean addressed, boolean models, String line)
      throws IOException {
    try (BatchRequests requests = lines(addressed, models, false).begin(file())) {
      requests.add("a", HELLO);
      assertThat(requests.count()).isEqualTo(1);
      assertThat(requests.bytes()).isEqualTo(line.length() + 1);
      assertThat(file()).doesNotExist();
      assertThat(requests.finish()).isEqualTo(file());
    }
    assertThat(file()).hasContent(line + "\n");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file()));
  }

  @Test
  void allTextsComeBackFromTheirLines() throws IOException {
    Random random = new Random(5);
    BatchLines lines =
        new BatchLines("acme", dialect().build(), true, true, true, 500, 1 << 20, 64);
    StringBuilder[] texts = new StringBuilder[200];
    try (BatchRequests requests = lines.begin(file())) {
      for (int i = 0; i < texts.length; i++) {
        texts[i] = new StringBuilder("x");
        random.ints(random.nextInt(40), 0, 0xD7FF).forEach(texts[i]::appendCodePoint);
        requests.add(
            i + ":" + texts[i].substring(0, Math.min(9, texts[i].length())),
            ChatRequest.of("acme/one", texts[i].toString()));
      }
      requests.finish();
    }
    List<String> written = Files.readString(file()).lines().toList();
    assertThat(Files.size(file())).isPositive();
    assertThat(written).hasSizeGreaterThanOrEqualTo(texts.length);
    int at = 0;
    for (byte[] line : split(Files.readAllBytes(file()))) {
      Json read = Json.parse(line);
      assertThat(read.get("custom_id").string().orElseThrow()).startsWith(at + ":x");
      assertThat(read.get("body").get("messages").elements().get(0).get("content").string())
          .contains(texts[at].toString());
      at++;
    }
    assertThat(at).isEqualTo(texts.length);
  }

  // at line feeds alone: a text may hold other ends of lines
  private static List<byte[]> split(byte[] bytes) {
    List<byte[]> lines = new java.util.ArrayList<>();
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lines.add(java.util.Arrays.copyOfRange(bytes, from, i));
        from = i + 1;
      }
    }
    assertThat(from).isEqualTo(bytes.length);
    return lines;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''        | acme/one | 1   | has 1 to 8 characters",
        "' '       | acme/one | 1   | has 1 to 8 characters",
        "ninechars | acme/one | 1   | has 1 to 8 characters",
        "a         | acme/one | 1   | request 2 (custom_id \"a\"): the custom_id is there already",
        "b         | acme/two | 1   | acme takes one model for a whole file",
        "b         | acme/one | 900 | acme takes files of 1000 bytes; finish this one"
      })
  void refusesWhatTheProviderWouldRefuse(String id, String model, int length, String why)
      throws IOException {
    try (BatchRequests requests = lines(false, true, true).begin(file())) {
      requests.add("a", HELLO);
      long before = requests.bytes();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> requests.add(id, ChatRequest.of(model, "x".repeat(length))))
          .withMessageContaining(why);
      assertThat(requests.count()).isEqualTo(1);
      assertThat(requests.bytes()).isEqualTo(before);
      requests.add("last", HELLO);
      requests.finish();
    }
    assertThat(Files.readAllLines(file())).hasSize(2);
  }

  @Test
  void refusesOneRequestTooMany() throws IOException {
    try (BatchRequests requests = lines(false, true, false).begin(file())) {
      for (String id : List.of("a", "b", "c", "d")) {
        requests.add(id, HELLO);
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> requests.add("e", HELLO))
          .withMessageContaining("one too many: acme takes 4 requests");
    }
  }

  @Test
  void refusesAFieldThatTheProviderLacks() throws IOException {
    BatchLines lines =
        new BatchLines(
            "acme", dialect().addUnsupported("seed").build(), false, true, false, 4, 1000, 8);
    try (BatchRequests requests = lines.begin(file())) {
      ChatRequest seeded = ChatRequest.builder().from(HELLO).seed(7).build();
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> requests.add("a", seeded))
          .withMessageContaining("seed");
    }
  }

  @Test
  void leavesNothingThatWasNotFinished() throws IOException {
    try (BatchRequests requests = lines(false, true, false).begin(file())) {
      assertThatIllegalStateException()
          .isThrownBy(requests::finish)
          .withMessageContaining("no request");
      requests.add("a", HELLO);
    }
    assertThat(folder).isEmptyDirectory();
    BatchRequests done = lines(false, true, false).begin(file());
    done.add("a", HELLO);
    done.finish();
    assertThatIllegalStateException().isThrownBy(() -> done.add("b", HELLO));
    assertThatIllegalStateException().isThrownBy(done::finish);
    done.close();
    assertThat(file()).exists();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lines(false, true, false).begin(folder).close());
  }
}
