package dev.loraport.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SseReaderTest {
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void take(SseReader events, List<String> into) {
    while (events.next()) {
      String data =
          new String(
              events.array(), events.from(), events.to() - events.from(), StandardCharsets.UTF_8);
      into.add(events.name().isEmpty() ? data : events.name() + "=" + data);
    }
  }

  private static List<String> pushed(byte[] text, int... cuts) {
    SseReader events = new SseReader();
    List<String> taken = new ArrayList<>();
    int from = 0;
    for (int cut : cuts) {
      events.put(ByteBuffer.wrap(text, from, cut - from));
      take(events, taken);
      from = cut;
    }
    events.put(ByteBuffer.wrap(text, from, text.length - from));
    take(events, taken);
    events.end();
    take(events, taken);
    return taken;
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        text("data: a\n\ndata: b\n\n", "a", "b"),
        text("data: a\r\n\r\ndata: b\r\n\r\n", "a", "b"),
        text("data: a\r\rdata: b\r\r", "a", "b"),
        text("data: a\r\n\ndata: b\n\r\n", "a", "b"),
        text("data: a\n\r\ndata: b\r\n\r", "a", "b"),
        text("\uFEFFdata: a\n\n", "a"),
        text("\uFEFF\n\ndata: a\n\n", "a"),
        text("data: a\n\n\uFEFFdata: b\n\n", "a"),
        text("data:a\n\n", "a"),
        text("data:  a\n\n", " a"),
        text("data: a: b\n\n", "a: b"),
        text("data: one\ndata: two\ndata:\ndata: four\n\n", "one\ntwo\n\nfour"),
        text("data\ndata\n\n", "\n"),
        text("data: a\n: a comment\nid: 7\nretry: 3\nunknown: x\ndata: b\n\n", "a\nb"),
        text(": ping\n\n: ping\n\n\n\ndata: a\n\n", "a"),
        text("event: error\ndata: a\n\ndata: b\n\n", "error=a", "b"),
        text("event: lost\n\ndata: a\n\n", "a"),
        text("data: a\n\ndata: b", "a", "b"),
        text("data: a\n\ndata: b\n", "a", "b"),
        text("data: a\n\ndata: b\r", "a", "b"),
        text("data: a\n\nevent: x", "a"),
        text("database: a\n\ndat: b\n\n data: c\n\n"),
        text("data: ä€😀\n\n", "ä€😀"),
        text("data: [DONE]\n\n", "[DONE]"),
        text(""));
  }

  private static Arguments text(String text, String... events) {
    return Arguments.of(text, List.of(events));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void readsTheGrammarHoweverTheBytesAreCut(String text, List<String> expected) {
    byte[] bytes = utf8(text);
    assertThat(pushed(bytes)).isEqualTo(expected);
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        assertThat(pushed(bytes, first, second)).as("%d %d", first, second).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void readsTheSameFromAnInputStream(String text, List<String> expected) throws IOException {
    SseReader events = new SseReader();
    List<String> taken = new ArrayList<>();
    ByteArrayInputStream in = new ByteArrayInputStream(utf8(text));
    while (events.fill(in)) {
      take(events, taken);
    }
    events.end();
    take(events, taken);
    assertThat(taken).isEqualTo(expected);
  }

  @Test
  void readsManyEventsInPiecesOfAnySize() {
    Random random = new Random(20261122);
    for (int round = 0; round < 40; round++) {
      List<String> expected = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      String[] ends = {"\n", "\r", "\r\n"};
      for (int i = 0; i < 60; i++) {
        String end = ends[random.nextInt(3)];
        String data = "é".repeat(random.nextInt(2_000)) + i;
        String more = random.nextBoolean() ? "more" : null;
        text.append(random.nextInt(4) == 0 ? ": keep-alive" + end : "");
        text.append("data: ").append(data).append(end);
        text.append(more == null ? "" : "data: " + more + end).append(end);
        expected.add(more == null ? data : data + "\n" + more);
      }
      byte[] bytes = utf8(text.toString());
      int[] cuts = random.ints(200, 0, bytes.length + 1).sorted().toArray();
      assertThat(pushed(bytes, cuts)).isEqualTo(expected);
    }
  }

  @Test
  void anEventIsThereAsSoonAsItsBlankLineBegins() {
    SseReader events = new SseReader();
    events.put(ByteBuffer.wrap(utf8("data: a\r\n\r")));
    assertThat(events.next()).isTrue();
    events.put(ByteBuffer.wrap(utf8("\ndata: b\n\n")));
    assertThat(events.next()).isTrue();
    assertThat(events.startsWith(utf8("b"))).isTrue();
    assertThat(events.next()).isFalse();
  }

  @Test
  void takesAnEventOfTheLimitAndRefusesALongerOne() {
    int room = SseReader.LIMIT - "data: ".length();
    byte[] most = utf8("data: " + "x".repeat(room) + "\n\n");
    byte[] tooLong = utf8("data: " + "x".repeat(room + 1) + "\n\n");
    byte[] tooManyLines = utf8(("data: " + "x".repeat(1_023) + "\n").repeat(1_025));
    byte[] comment = utf8(": " + "x".repeat(SseReader.LIMIT) + "x\n");

    assertThat(pushed(most).get(0)).hasSize(room);
    assertThat(pushed(most, most.length - 2).get(0)).hasSize(room);
    for (byte[] text : List.of(tooLong, tooManyLines, comment)) {
      for (int cut : new int[] {0, text.length / 2, text.length - 1}) {
        assertThatThrownBy(() -> pushed(text, cut))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("an event is longer than the limit of 1048576 bytes");
      }
    }
  }

  @Test
  void doesNotGrowWithTheLengthOfAStream() {
    SseReader events = new SseReader();
    byte[] piece = utf8("data: " + "x".repeat(3_000) + "\n\n: " + "y".repeat(3_000) + "\n");
    for (int i = 0; i < 5_000; i++) {
      events.put(ByteBuffer.wrap(piece));
      take(events, new ArrayList<>());
    }
    assertThat(events.array().length).isLessThan(64 << 10);
  }
}
