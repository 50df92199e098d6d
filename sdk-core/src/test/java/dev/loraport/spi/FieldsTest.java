package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.error.DecodeException;
import dev.loraport.json.Json;
import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "-",
      value = {
        "{\"a\":\"x\",\"b\":\"y\"} | x | {\"b\":\"y\"}",
        "{\"a\":\"\",\"b\":\"y\"}  | y | {}",
        "{\"a\":null,\"b\":\"y\"}  | y | {}",
        "{\"a\":5,\"b\":\"y\"}     | y | {\"a\":5}",
        "{\"a\":{},\"c\":1}        | - | {\"a\":{},\"c\":1}",
        "{\"a\":\"\"}              | - | {}",
        "[1]                       | - | {}",
      })
  void takesTheFirstTextAndKeepsTheRest(String json, String text, String rest) {
    Fields fields = Fields.of(Json.parse(json));
    assertThat(fields.text("a", "b")).isEqualTo(Optional.ofNullable(text));
    assertThat(Json.object(fields.rest())).isEqualTo(Json.parse(rest));
  }

  @Test
  void aMessageEndsAfterTenThousandCharacters() {
    Fields fields = Fields.of(Json.object().put("a", Json.of("x".repeat(10_001))).build());
    assertThat(fields.message("a")).contains("x".repeat(10_000) + "...");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "-",
      value = {
        "1735689600                           | 2025-01-01T00:00:00Z",
        "1735689600.25                        | 2025-01-01T00:00:00.250Z",
        "\"1735689600\"                       | 2025-01-01T00:00:00Z",
        "-1.5                                 | 1969-12-31T23:59:58.500Z",
        "\"2025-01-01T00:00:00Z\"             | 2025-01-01T00:00:00Z",
        "\"2025-01-01T00:00:00.123456Z\"      | 2025-01-01T00:00:00.123456Z",
        "\"2025-01-01T02:00:00+02:00\"        | 2025-01-01T00:00:00Z",
        "\"2025-01-01T00:00:00\"              | 2025-01-01T00:00:00Z",
        "\"2025-01-01 00:00:00.5\"            | 2025-01-01T00:00:00.500Z",
        "\"yesterday\"                        | -",
        "1e300                                | -",
        "1e999999999                          | -",
        "1e-999999999                         | -",
        "99999999999999999                    | -",
        "true                                 | -",
        "{}                                   | -",
      })
  void readsTimes(String json, String instant) {
    Fields fields = Fields.of(Json.object(Map.of("t", Json.parse(json))));
    Optional<Instant> expected = Optional.ofNullable(instant).map(Instant::parse);
    assertThat(fields.instant("t")).isEqualTo(expected);
    assertThat(fields.rest()).hasSize(expected.isPresent() ? 0 : 1);
  }

  @Test
  void readsNumbersAndBooleansThatAreTexts() {
    Fields fields =
        Fields.of(
            Json.parse(
                "{\"i\":\"9007199254740993\",\"n\":\"0.1\",\"b\":\"TRUE\",\"c\":false,\"x\":1.5}"));
    assertThat(fields.integer("i")).isEqualTo(OptionalLong.of(9007199254740993L));
    assertThat(fields.number("n")).contains(new BigDecimal("0.1"));
    assertThat(fields.bool("b")).contains(true);
    assertThat(fields.bool("c")).contains(false);
    assertThat(fields.integer("x")).isEmpty();
    assertThat(fields.rest()).containsOnlyKeys("x");
  }

  @Test
  void aNumberThatWouldFillTheHeapIsKeptAsItCame() {
    Fields fields = Fields.of(Json.parse("{\"n\":1e2147483647,\"m\":1e-2147483647}"));
    assertThat(fields.number("n")).isEmpty();
    assertThat(fields.number("m")).isEmpty();
    assertThat(fields.rest()).containsOnlyKeys("n", "m");
  }

  @Test
  void readsMembersAndLists() {
    Fields fields = Fields.of(Json.parse("{\"o\":{\"k\":1},\"l\":[1,2],\"s\":\"no list\"}"));
    assertThat(fields.json("o").get("k").integer()).contains(1L);
    assertThat(fields.json("absent").isAbsent()).isTrue();
    assertThat(fields.list("l")).containsExactly(Json.of(1), Json.of(2));
    assertThat(fields.list("s")).isEmpty();
    assertThat(fields.list("absent")).isEmpty();
    assertThat(fields.rest()).containsOnlyKeys("s");
  }

  @Test
  void namesTheFieldThatAnAnswerLacks() {
    Answer answer =
        new Answer(
            "acme",
            Operation.create("jobs.create"),
            200,
            HttpHeaders.of(Map.of(), (a, b) -> true),
            "{\"x\":1}".getBytes(StandardCharsets.UTF_8),
            "req-1");
    Fields fields = Fields.of(answer.json());
    assertThatThrownBy(() -> fields.requireText(answer, "id", "job_id"))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("acme jobs.create: 200")
        .hasMessageContaining("the field \"id\" or \"job_id\"")
        .hasMessageContaining("req-1");
  }

  @Test
  void losesNothingWhateverTheMembersAre() {
    Random random = new Random(11);
    List<Json> values =
        List.of(
            Json.of("x"),
            Json.of(""),
            Json.ofNull(),
            Json.of(7),
            Json.of(0.5),
            Json.of(true),
            Json.of("12"),
            Json.of("true"),
            Json.parse("[1]"),
            Json.parse("{\"k\":2}"));
    for (int i = 0; i < 2_000; i++) {
      Map<String, Json> members = new LinkedHashMap<>();
      for (String name : List.of("a", "b", "c", "d")) {
        if (random.nextBoolean()) {
          members.put(name, values.get(random.nextInt(values.size())));
        }
      }
      Fields fields = Fields.of(Json.object(members));
      List<Object> read = new ArrayList<>();
      fields.text("a", "b").ifPresent(read::add);
      fields.integer("b", "c").ifPresent(read::add);
      fields.bool("c", "d").ifPresent(read::add);
      long empty =
          members.values().stream().filter(v -> v.isAbsent() || v.equals(Json.of(""))).count();
      assertThat(members).containsAllEntriesOf(fields.rest());
      assertThat(fields.rest().size() + read.size() + empty)
          .as("%s", members)
          .isGreaterThanOrEqualTo(members.size());
    }
  }
}
