package dev.loraport.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What holds for any bytes as a training file: each line is JSON to a check if it is to Jackson,
 * both see the same texts and messages, and where the bytes are cut, into reads or chunks, changes
 * nothing.
 */
final class DatasetOracle {
  /** What {@link #byJackson} and {@link #byCursor} make of what is not JSON. */
  static final String BROKEN = "not JSON";

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(500)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private static final List<String> NO_JSON =
      List.of("not-json", "json-too-large", "more-than-one-value");

  private DatasetOracle() {}

  /**
   * Checks a file.
   *
   * @param bytes the file
   * @param shift how many bytes before its middle a chunk ends, in a second check behind other
   *     rows; none below 0
   * @param cuts where reads end, ascending
   */
  static void check(byte[] bytes, int shift, int... cuts) {
    CheckReport whole = report(DatasetFormat.CHAT, 1, bytes);
    assertThat(report(DatasetFormat.CHAT, 2, bytes, cuts)).isEqualTo(whole);
    assertThat(report(null, 1, bytes).rows()).isEqualTo(whole.rows());
    compare(bytes, whole);
    if (shift >= 0 && bytes.length > 0 && !startsWithMark(bytes)) {
      elsewhere(bytes, shift, whole);
    }
  }

  // without the search for a decoder, which reads all jars
  private static CheckReport report(
      @Nullable DatasetFormat format, int threads, byte[] bytes, int... cuts) {
    CheckOptions options = CheckOptions.of(DatasetRules.neutral()).threads(threads);
    try (InputStream in = new Cut(bytes, cuts)) {
      return DatasetCheck.run("train.jsonl", in, "", format, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length > 2
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf;
  }

  private static void compare(byte[] bytes, CheckReport report) {
    Expected expected = new Expected();
    List<byte[]> lines = lines(bytes);
    for (int i = 0; i < lines.size(); i++) {
      byte[] line = lines.get(i);
      expected.add(
          i == 0 && startsWithMark(line) ? Arrays.copyOfRange(line, 3, line.length) : line);
    }
    Map<String, Long> counts = report.countsByCode();
    assertThat(report.rows()).isEqualTo(expected.rows);
    assertThat(report.bytes()).isEqualTo(bytes.length);
    assertThat(counts.getOrDefault("not-utf8", 0L)).isEqualTo(expected.notUtf8);
    assertThat(NO_JSON.stream().mapToLong(code -> counts.getOrDefault(code, 0L)).sum())
        .isEqualTo(expected.notJson);
    if (expected.notJson == 0) {
      assertThat(counts.getOrDefault("not-an-object", 0L)).isEqualTo(expected.notObjects);
      assertThat(report.messages()).isEqualTo(expected.messages);
    }
    for (Finding finding : report.findings()) {
      assertThat(finding.line()).isBetween(0L, (long) lines.size());
      assertThat(finding.message()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(4_000);
    }
  }

  /** The same rows behind others, so that they lie in other chunks: the same is found. */
  private static void elsewhere(byte[] bytes, int shift, CheckReport alone) {
    String row =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},"
            + "{\"role\":\"assistant\",\"content\":\"b\"}]}\n";
    int before = Math.max(row.length(), ChunkReader.CHUNK_BYTES - bytes.length / 2 - shift);
    byte[] filler = String.format(row, "a".repeat(before - row.length() + 2)).getBytes(UTF_8);
    byte[] both = Arrays.copyOf(filler, filler.length + bytes.length);
    System.arraycopy(bytes, 0, both, filler.length, bytes.length);
    CheckReport report = report(DatasetFormat.CHAT, 2, both);
    CheckReport first = report(DatasetFormat.CHAT, 1, filler);
    assertThat(report.rows()).isEqualTo(alone.rows() + 1);
    assertThat(report.messages()).isEqualTo(alone.messages() + 2);
    assertThat(report.turns()).isEqualTo(alone.turns() + 1);
    assertThat(report.characters()).isEqualTo(alone.characters() + first.characters());
    Map<String, Long> counts = new TreeMap<>(alone.countsByCode());
    if (alone.rows() == 0) {
      counts.remove("too-few-examples");
    }
    assertThat(report.countsByCode()).isEqualTo(counts);
    assertThat(places(report, 0)).isEqualTo(places(alone, 1));
  }

  private static List<String> places(CheckReport report, int more) {
    return report.findings().stream()
        .filter(finding -> finding.line() > 0)
        .map(
            finding ->
                finding.code() + (finding.line() + more) + ":" + finding.column() + finding.path())
        .toList();
  }

  /** What Jackson makes of the lines. */
  private static final class Expected {
    private long rows;
    private long notUtf8;
    private long notJson;
    private long notObjects;
    private long messages;

    void add(byte[] line) {
      if (isBlank(line)) {
        return;
      }
      rows++;
      String text;
      try {
        text = UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      } catch (CharacterCodingException e) {
        notUtf8++;
        return;
      }
      String seen = byJackson(text);
      assertThat(byCursor(line)).as(text).isEqualTo(seen);
      if (seen.equals(BROKEN)) {
        notJson++;
      } else if (text.stripLeading().startsWith("{")) {
        messages += messages(text);
      } else {
        notObjects++;
      }
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private static List<byte[]> lines(byte[] bytes) {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length ? from < i : bytes[i] == '\n') {
        int to = i > from && bytes[i - 1] == '\r' ? i - 1 : i;
        lines.add(Arrays.copyOfRange(bytes, from, to));
        from = i + 1;
      }
    }
    return lines;
  }

  // the elements of every list that is a member "messages" of the row
  private static long messages(String row) {
    long count = 0;
    try (JsonParser in = JACKSON.createParser(ObjectReadContext.empty(), row)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean messages = in.currentName().equals("messages");
        if (in.nextToken() != JsonToken.START_ARRAY || !messages) {
          in.skipChildren();
          continue;
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
          in.skipChildren();
          count++;
        }
      }
    }
    return count;
  }

  /** All names and texts, by the cursor; {@link #BROKEN} if the text is not JSON. */
  static String byCursor(byte[] bytes) {
    JsonCursor in = new JsonCursor();
    in.begin(line(bytes), 0, bytes.length);
    StringBuilder seen = new StringBuilder();
    try {
      walk(in, seen);
      return in.hasMore() ? BROKEN : seen.toString();
    } catch (BrokenRow e) {
      assertThat(e.offset()).isBetween(0, bytes.length);
      assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}");
      return BROKEN;
    }
  }

  /** A line as a cursor wants it. */
  static byte[] line(byte[] bytes) {
    byte[] line = Arrays.copyOf(bytes, bytes.length + JsonCursor.SLACK);
    line[bytes.length] = '\n';
    return line;
  }

  private static void walk(JsonCursor in, StringBuilder seen) throws BrokenRow {
    switch (in.value()) {
      case '{' -> {
        in.beginObject();
        while (in.nextMember()) {
          seen.append(in.string()).append('=');
          walk(in, seen);
        }
      }
      case '[' -> {
        in.beginArray();
        while (in.nextElement()) {
          walk(in, seen);
        }
      }
      case '"' -> {
        TextMeter meter = new TextMeter();
        in.measure(meter);
        String text = in.string();
        // half a pair is a character to the one, and none to the other
        if (text.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000)) {
          assertThat(meter.characters()).as(text).isEqualTo(text.codePointCount(0, text.length()));
        }
        assertThat(in.isBlank()).as(text).isEqualTo(text.matches("[ \n\t\r]*"));
        seen.append(text).append(';');
      }
      default -> in.skip();
    }
  }

  /** All names and texts, by Jackson; {@link #BROKEN} if the text is not JSON. */
  static String byJackson(String text) {
    StringBuilder seen = new StringBuilder();
    try (JsonParser in = JACKSON.createParser(ObjectReadContext.empty(), text)) {
      int depth = 0;
      boolean any = false;
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (any && depth == 0) {
          return BROKEN;
        }
        any = true;
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.PROPERTY_NAME) {
          seen.append(in.getString()).append('=');
        } else if (token == JsonToken.VALUE_STRING) {
          seen.append(in.getString()).append(';');
        }
      }
      return any ? seen.toString() : BROKEN;
    } catch (JacksonException e) {
      return BROKEN;
    }
  }

  /** A stream whose reads end at the cuts. */
  private static final class Cut extends InputStream {
    private final ByteArrayInputStream in;
    private final int size;
    private final int[] cuts;

    Cut(byte[] bytes, int... cuts) {
      this.in = new ByteArrayInputStream(bytes);
      this.size = bytes.length;
      this.cuts = cuts;
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int at = size - in.available();
      int end = Arrays.stream(cuts).filter(cut -> cut > at).findFirst().orElse(size);
      return in.read(into, offset, Math.min(length, Math.max(1, end - at)));
    }
  }
}
