package dev.loraport.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The cursor against Jackson: what one takes, the other takes, and both see the same texts. */
class JsonCursorTest {
  private static final String[] SCALARS = {
    "0",
    "-0",
    "1",
    "-12.5e3",
    "1E+9",
    "0.1",
    "true",
    "false",
    "null",
    "\"\"",
    "\"a\"",
    "\"é😀ж\"",
    "\"\\n\\\"\\\\\\/\\b\\f\\r\\t\"",
    "\"\\u00e9\\ud83d\\ude00\"",
    "\"12345678\"",
    "\"a text of more than eight bytes, with \\\"quotes\\\"\"",
    "123456789012345678901234567890"
  };
  private static final String NOISE = "{}[]:,\"\\ \t0-1.eEtrufalsn\u0001/";

  private final Random random = new Random(7);

  private String value(int depth) {
    int kind = random.nextInt(depth > 4 ? 4 : 8);
    String space = random.nextInt(3) == 0 ? " \t\r".substring(random.nextInt(3)) : "";
    StringBuilder text = new StringBuilder(space);
    if (kind < 4) {
      text.append(SCALARS[random.nextInt(SCALARS.length)]);
    } else {
      boolean object = kind < 6;
      text.append(object ? '{' : '[');
      int size = random.nextInt(4);
      for (int i = 0; i < size; i++) {
        text.append(i == 0 ? "" : ",");
        text.append(object ? space + "\"m" + i + "\"" + space + ":" : "");
        text.append(value(depth + 1));
      }
      text.append(object ? '}' : ']');
    }
    return text.append(space).toString();
  }

  private String spoiled(String text) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(3));
    char noise = NOISE.charAt(random.nextInt(NOISE.length()));
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at) + text.substring(to);
      case 1 -> text.substring(0, at) + noise + text.substring(at);
      default -> text.substring(0, at);
    };
  }

  @Test
  void itTakesWhatJacksonTakesAndSeesTheSame() {
    int taken = 0;
    for (int i = 0; i < 40_000; i++) {
      String text = value(0);
      for (int spoil = random.nextInt(3); spoil > 0; spoil--) {
        text = spoiled(text);
      }
      if (text.indexOf('\n') >= 0) {
        continue;
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      // half a pair, where one was cut, is a question mark in bytes
      String expected = DatasetOracle.byJackson(new String(bytes, StandardCharsets.UTF_8));
      taken += expected.equals(DatasetOracle.BROKEN) ? 0 : 1;
      assertThat(DatasetOracle.byCursor(bytes)).as(text).isEqualTo(expected);
    }
    assertThat(taken).isBetween(10_000, 30_000);
  }

  @Test
  void aTextIsMeasuredTheSameWhereverItStands() throws BrokenRow {
    String text = "Grüße \\\"an\\\" alle: 漢字 😀\\n\\ud83d\\ude00 und \\u00e9tude, 12.5 %";
    long units = 0;
    for (int shift = 0; shift < 20; shift++) {
      byte[] bytes = (" ".repeat(shift) + '"' + text + '"').getBytes(StandardCharsets.UTF_8);
      JsonCursor in = new JsonCursor();
      TextMeter meter = new TextMeter();
      in.begin(DatasetOracle.line(bytes), 0, bytes.length);
      in.value();
      in.measure(meter);
      assertThat(meter.characters()).isEqualTo(in.string().codePointCount(0, in.string().length()));
      assertThat(units == 0 ? meter.units() : units).isEqualTo(meter.units());
      units = meter.units();
    }
  }
}
