package dev.loraport.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.chat.ChatChunk;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedShapeTest {
  private static final String BEFORE =
      "{\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"";
  private static final String BEHIND = "\"},\"finish_reason\":null}],\"usage\":null}";

  @ParameterizedTest
  @ValueSource(
      strings = {"", " token", "h\u00e9llo \u20ac\ud83d\ude00", "content", "it's 5 < 6 / 7"})
  void onlyTheTextOfSuchAnEventIsRead(String text) {
    RepeatedShape shape = kept(BEFORE + "first" + BEHIND);

    ChatChunk like = read(shape, BEFORE + text + BEHIND);

    assertThat(like).isEqualTo(parsed(BEFORE + text + BEHIND));
    assertThat(like).extracting(ChatChunk::text).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\\nb",
        "\\",
        "a\",\"role\":\"tool",
        "tab\t",
        "line\n",
        "replaced \ufffd",
        "\u0000"
      })
  void whatOnlyAParserUnderstandsIsParsed(String text) {
    assertThat(read(kept(BEFORE + "first" + BEHIND), BEFORE + text + BEHIND)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"b\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":null}],\"usage\":null}",
        "{\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],\"usage\":null}",
        "{\"id\":\"a\"}",
        "{}",
        "x"
      })
  void anEventOfAnotherShapeIsParsed(String event) {
    assertThat(read(kept(BEFORE + "first" + BEHIND), event)).isNull();
  }

  @Test
  void bytesThatAreNotUtf8AreParsed() {
    byte[] event = (BEFORE + "x" + BEHIND).getBytes(StandardCharsets.US_ASCII);
    event[BEFORE.length()] = (byte) 0xc3;

    assertThat(kept(BEFORE + "first" + BEHIND).read(event, 0, event.length)).isNull();
  }

  /** Where the text of the delta stands can't be told from the bytes without doubt. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"delta\":{\"content\":\"x\"},\"note\":{\"content\":\"x\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"x\"},\"type\":\"content\"}]}",
        "{\"choices\":[{\"delta\":{\"\\u0063ontent\":\"x\"},\"note\":{\"content\":\"x\"}}]}",
        "{\"choices\":[{\"text\":\"x\",\"note\":{\"content\":\"x\"}}]}",
        "{\"choices\":[{\"text\":\"content\"}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"x\"}},{\"delta\":{\"role\":\"user\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"\\u0078\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"x\",\"tool_calls\":[{\"index\":0,\"id\":\"c\"}]}}]}",
        "{\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}",
        "{\"choices\":[]}"
      })
  void aShapeInDoubtIsNotKept(String event) {
    assertThat(read(kept(event), event)).isNull();
  }

  @Test
  void longEventsAndThoseThatNeverRepeatAreNotKept() {
    String longEvent = BEFORE + "x".repeat(1_000) + BEHIND;
    assertThat(read(kept(longEvent), longEvent)).isNull();

    RepeatedShape shape = new RepeatedShape();
    for (int i = 0; i < 20; i++) {
      keep(shape, "{\"created\":" + i + "," + BEFORE.substring(1) + "x" + BEHIND);
    }
    String last = "{\"created\":19," + BEFORE.substring(1) + "x" + BEHIND;
    assertThat(read(shape, last)).isNull();
  }

  /** Events that are made of each other's pieces say the same as they do alone. */
  @Test
  void eventsSayTheSameAloneAndAfterOthers() {
    List<String> texts = List.of("", "a", "\\\"", "\"", "b\",\"x\":\"c", "\u00e9", "}", "\\n");
    List<String> begins =
        List.of(
            BEFORE,
            BEFORE + " ",
            BEFORE.replace("\":", "\" : "),
            BEFORE.replace("content", "text"));
    List<String> ends =
        List.of(BEHIND, BEHIND + " ", "\"}}]}", "\"}},{\"delta\":{\"content\":\"a\"}}]}");
    Random random = new Random(2026_11_22);
    int good = 0;
    for (int round = 0; round < 2_000; round++) {
      try (ChunkReader reader = new ChunkReader()) {
        String alone = "ChatChunk";
        while (alone.startsWith("ChatChunk")) {
          String event = pick(begins, random) + pick(texts, random) + pick(ends, random);
          alone = said(new ChunkReader(), event);
          assertThat(said(reader, event)).as(event).isEqualTo(alone);
          good++;
        }
      }
    }
    assertThat(good).isGreaterThan(4_000);
  }

  private static String pick(List<String> from, Random random) {
    // mostly the first, so that shapes repeat
    return from.get(random.nextBoolean() ? 0 : random.nextInt(from.size()));
  }

  private static String said(ChunkReader reader, String event) {
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    try {
      return reader.read(bytes, 0, bytes.length).toString();
    } catch (RuntimeException e) {
      return e.getClass().getName();
    }
  }

  private static ChatChunk parsed(String event) {
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    return new ChunkReader().read(bytes, 0, bytes.length);
  }

  private static RepeatedShape kept(String event) {
    RepeatedShape shape = new RepeatedShape();
    keep(shape, event);
    return shape;
  }

  private static void keep(RepeatedShape shape, String event) {
    byte[] bytes = ("data: " + event + "\n").getBytes(StandardCharsets.UTF_8);
    shape.keep(bytes, 6, bytes.length - 1, parsed(event));
    Arrays.fill(bytes, (byte) 0);
  }

  private static @Nullable ChatChunk read(RepeatedShape shape, String event) {
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    return shape.read(bytes, 0, bytes.length);
  }
}
