package dev.loraport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 30})
  void theMembersOfATextAreAMapInItsOrderThatNobodyChanges(int count) {
    Map<String, Json> like = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      like.put("m" + i, Json.of(i));
      text.append("\"m").append(i).append("\":").append(i).append(',');
    }
    like.put("m0", Json.of("again"));
    Map<String, Json> members = Json.parse(text + "\"m0\":\"again\"}").members();

    assertThat(members).hasSize(count).isEqualTo(like).hasSameHashCodeAs(like);
    assertThat(List.copyOf(members.entrySet())).isEqualTo(List.copyOf(like.entrySet()));
    assertThat(members.containsKey("m0")).isTrue();
    assertThat(members.containsKey("none")).isFalse();
    assertThat(members.get("none")).isNull();
    assertThatThrownBy(() -> members.put("new", Json.of(1)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> members.remove("m0"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(members::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "9223372036854775807",
        "13424880326038300000",
        "0.1",
        "\"\"",
        "\"a\\u0000b\\n\\\"\\\\\"",
        "[]",
        "{}",
        "[1,[2,{\"b\":1,\"a\":null}],\"x\"]"
      })
  void aTextComesBackAsItWas(String text) {
    assertThat(Json.parse(text).toString()).isEqualTo(text);
    assertThat(Json.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(Json.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\"}",
        "nul",
        "NaN",
        "01",
        "'a'",
        "1 2",
        "{\"a\":1}}",
        "\"\n\""
      })
  void whatIsNotOneValueIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text));
  }

  @Test
  void aRefusalSaysWhere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse("{\"a\": 1,\n \"b\": x}"))
        .withMessageContaining("line 2, column");
  }

  @Test
  void hostileDepthIsRefusedAndNotAnOverflow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse("[".repeat(100_000)))
        .withMessageContaining("depth");
  }

  @Test
  void aNumberOfAMillionDigitsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("9".repeat(1_000_000)));
  }

  @Test
  void aHugeExponentIsKeptAndNeverExpanded() {
    Json number = Json.parse("1e999999999");

    assertThat(number.integer()).isEmpty();
    assertThat(number.number()).contains(new BigDecimal("1e999999999"));
    assertThat(number).isEqualTo(Json.parse("1e999999999")).isNotEqualTo(Json.parse("1e9"));
    assertThat(Json.parse(number.toString())).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e2147483647", "-7e2147483646", "100e2147483647", "1e-2147483647"})
  @Timeout(10)
  void anExponentAtTheEdgeOfItsRangeIsNeverExpanded(String text) {
    Json number = Json.parse(text);

    assertThat(number.integer()).isEmpty();
    assertThat(number).isEqualTo(Json.parse(text)).hasSameHashCodeAs(Json.parse(text));
    assertThat(Json.parse(number.toString())).isEqualTo(number);
  }

  @Test
  void equalNumbersHaveTheSameHashCodeHoweverTheyAreWritten() {
    assertThat(Json.parse("[10, 1e1, 10.0, 0.1e2]").elements()).containsOnly(Json.of(10));
    assertThat(Set.copyOf(Json.parse("[10, 1e1, 10.0, 0.1e2]").elements())).hasSize(1);
  }

  @Test
  void missingAndNullAreAbsentAndNotTheSame() {
    Json object = Json.parse("{\"a\": null}");

    assertThat(object.get("a")).isEqualTo(Json.ofNull());
    assertThat(object.get("b")).isEqualTo(Json.missing()).isNotEqualTo(Json.ofNull());
    assertThat(object.get("a").isAbsent()).isTrue();
    assertThat(object.get("b").isAbsent()).isTrue();
    assertThat(object.get("b").get("c").at(3).string()).isEmpty();
    assertThat(Json.missing()).hasToString("null");
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "7.0, 7",
    "'\"7\"', 7",
    "'\"-9223372036854775808\"', -9223372036854775808",
    "7.5,",
    "9223372036854775808,",
    "'\"seven\"',",
    "'\"\"',",
    "true,",
    "null,"
  })
  void aWholeNumberMayComeAsText(String text, Long expected) {
    assertThat(Json.parse(text).integer().orElse(null)).isEqualTo(expected);
  }

  @Test
  void numbersAreEqualByValue() {
    assertThat(Json.parse("1.0")).isEqualTo(Json.of(1)).hasSameHashCodeAs(Json.of(1));
    assertThat(Json.of(BigInteger.TEN.pow(30))).isEqualTo(Json.parse("1" + "0".repeat(30)));
    assertThat(Json.of(0.5)).isEqualTo(Json.of(new BigDecimal("0.50")));
    assertThatIllegalArgumentException().isThrownBy(() -> Json.of(Double.NaN));
  }

  @Test
  void membersKeepTheirOrderAndCanNotBeChanged() {
    Json object =
        Json.object().put("z", 1).put("a", true).put("m", "x").put("d", 0.5).put("z", 2).build();

    assertThat(object).hasToString("{\"z\":2,\"a\":true,\"m\":\"x\",\"d\":0.5}");
    assertThat(Json.object().putAll(object.members()).build()).isEqualTo(object);
    assertThat(Json.strings(List.of("a", "b")).at(1).string()).contains("b");
    assertThat(object.get("a").bool()).contains(true);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> object.members().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aValueThatJsonDoesNotDescribeIsRefusedByItsField() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse("{\"id\": []}").as(dev.loraport.model.ModelInfo.class))
        .withMessageContaining("ModelInfo")
        .withMessageContaining("id");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("{", dev.loraport.model.ModelInfo.class))
        .withMessageStartingWith("not a ModelInfo");
  }

  @Test
  void anyValueComesBackFromItsText() {
    Random random = new Random(17);
    for (int i = 0; i < 2_000; i++) {
      Json value = random(random, 4);
      assertThat(Json.parse(value.toString())).as(value.toString()).isEqualTo(value);
    }
  }

  private static Json random(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> Json.ofNull();
      case 1 -> Json.of(random.nextBoolean());
      case 2 -> Json.of(random.nextLong());
      case 3 -> Json.of(new BigDecimal(new BigInteger(90, random), random.nextInt(20)));
      case 4 -> Json.of(random.nextGaussian());
      case 5 -> Json.of(text(random));
      case 6 -> {
        List<Json> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(random(random, depth - 1));
        }
        yield Json.array(elements);
      }
      default -> {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put(text(random), random(random, depth - 1));
        }
        yield Json.object(members);
      }
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int c = random.nextInt(0x11000);
      text.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 'x' : c);
    }
    return text.toString();
  }
}
