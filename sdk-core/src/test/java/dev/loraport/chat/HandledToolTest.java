package dev.loraport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.loraport.json.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a typed handler is given, and what the model is told where its arguments do not fit. */
class HandledToolTest extends ScriptedChat {
  record Place(String name) {}

  record Query(
      String city,
      int days,
      @Nullable String unit,
      Optional<String> lang,
      OptionalLong limit,
      List<Place> near) {}

  record Weather(String sky, int celsius) {}

  private static final Json QUERY =
      Json.parse(
          """
          {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"},
          "near":{"type":"array","items":{"type":"object","properties":
          {"name":{"type":"string"}}}}}}""");
  private static final String WHOLE = "{\"city\":\"Oslo\",\"days\":2,\"near\":[]}";

  @Test
  void argumentsAndResultsCanBeRecords() {
    asks(WHOLE);
    says("Cloudy.");
    HandledTool tool = typed(query -> new Weather(query.city() + " sky", query.days()));
    ToolRun run = ToolLoop.of(chat()).with(tool).run(question);
    assertThat(Json.parse(run.messages().get(2).text()))
        .isEqualTo(Json.parse("{\"sky\":\"Oslo sky\",\"celsius\":2}"));
    assertThat(run.text()).isEqualTo("Cloudy.");
    assertThat(requests.get(0).tools()).containsExactly(tool.tool());
  }

  enum Unit {
    @JsonProperty("celsius")
    CELSIUS,
    KELVIN
  }

  record Range(int from, int to) {
    Range {
      if (from > to) {
        throw new IllegalArgumentException("from must not be after to");
      }
    }
  }

  record Wide(
      Optional<Unit> unit,
      Optional<LocalDate> day,
      Optional<Boolean> snow,
      Optional<Double> wind,
      Optional<Range> range,
      Optional<List<Place>> near,
      OptionalInt count,
      Optional<Currency> currency) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"city\":\"Oslo\",\"days\":\"two\",\"near\":[]} | days does not fit: it is of the type string, and the schema asks for {\"type\":\"integer\"}",
        "{\"city\":\"Oslo\",\"days\":2.5,\"near\":[]} | days does not fit: it is of the type number, and the schema asks for {\"type\":\"integer\"}",
        "{\"city\":\"Oslo\",\"days\":99999999999,\"near\":[]} | days does not fit: it is of the type number, and the schema asks for {\"type\":\"integer\"}",
        "{\"city\":[],\"days\":2,\"near\":[]} | city does not fit: it is of the type array, and the schema asks for {\"type\":\"string\"}",
        "{\"days\":2,\"near\":[]} | city does not fit: it is missing, and the schema asks for {\"type\":\"string\"}",
        "{\"city\":\"Oslo\",\"near\":[]} | days does not fit: it is missing, and the schema asks for {\"type\":\"integer\"}",
        "{\"city\":null,\"days\":2,\"near\":[]} | city does not fit: it is null, and the schema asks for {\"type\":\"string\"}",
        "{\"city\":\"Oslo\",\"days\":null,\"near\":[]} | days does not fit: it is null, and the schema asks for {\"type\":\"integer\"}",
        "{\"city\":\"Oslo\",\"days\":\"\",\"near\":[]} | days does not fit: it is of the type string, and the schema asks for {\"type\":\"integer\"}",
        "{\"city\":\"Oslo\",\"days\":2} | near does not fit: it is missing, and the schema asks for {\"type\":\"array\"",
        "{\"city\":\"Oslo\",\"days\":2,\"near\":{}} | near does not fit: it is of the type object, and the schema asks for ",
        "{\"city\":\"Oslo\",\"days\":2,\"near\":[null]} | near[0] does not fit: it is null, and the schema asks for {\"type\":\"object\"",
        "{\"city\":\"Oslo\",\"days\":2,\"near\":[{}]} | near[0].name does not fit: it is missing, and the schema asks for {\"type\":\"string\"}",
        "{\"city\":\"Oslo\",\"days\":2,\"near\":[7]} | near[0] does not fit: it is of the type number, and the schema asks for ",
        "[] | the value does not fit: it is of the type array, and the schema asks for ",
        "{} | city does not fit: it is missing",
        "`` | city does not fit: it is missing",
        "null | the value does not fit: it is null",
        "{\"city\": | JSON",
      })
  void argumentsThatAreNotWholeAreToldWithTheirField(String arguments, String told) {
    assertThat(refused(typed(query -> "never"), arguments)).contains(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"unit\":\"KELVINS\"} | unit does not fit: it is of the type string, and the schema asks for {\"enum\":[\"celsius\",\"KELVIN\"]}",
        "{\"unit\":1} | unit does not fit: it is of the type number, and the schema asks for ",
        "{\"day\":\"soon\"} | day does not fit: it is of the type string, and the schema asks for {\"format\":\"date\"}",
        "{\"snow\":\"maybe\"} | snow does not fit: it is of the type string",
        "{\"wind\":\"strong\"} | wind does not fit: it is of the type string",
        "{\"range\":{\"from\":2,\"to\":1}} | range is refused: from must not be after to",
        "{\"near\":[{\"name\":\"a\"},{\"name\":{}}]} | near[1].name does not fit: it is of the type object",
        "{\"count\":\"many\"} | count does not fit: it is of the type string, and the schema asks for {\"type\":\"integer\"}",
        "{\"currency\":\"shells\"} | currency does not fit: it is of the type string",
      })
  void noClassIsToldToTheModel(String arguments, String told) {
    assertThat(
            refused(
                HandledTool.of(
                    "weather",
                    "d",
                    Json.parse(
                        """
                        {"properties":{"unit":{"enum":["celsius","KELVIN"]},"day":{"format":"date"},
                        "count":{"type":"integer"}}}"""),
                    Wide.class,
                    wide -> "never"),
                arguments))
        .contains(told);
  }

  private String refused(HandledTool tool, String arguments) {
    asks(arguments);
    says("Sorry.");
    String told = ToolLoop.of(chat()).with(tool).run(question).messages().get(2).text();
    assertThat(told).startsWith("error: ").doesNotContain("java", "loraport", "`", "Query", "Wide");
    return told;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        WHOLE,
        "{\"city\":\"Oslo\",\"days\":2,\"unit\":null,\"lang\":null,\"limit\":null,\"near\":[],\"more\":1}"
      })
  void whatMayBeAbsentMayBe(String arguments) {
    List<String> begun = new ArrayList<>();
    asks(arguments);
    says("Fine.");
    ToolLoop.of(chat())
        .with(
            typed(
                query -> {
                  begun.add(query.toString());
                  return "fine";
                }))
        .run(question);
    assertThat(begun)
        .containsExactly(
            new Query("Oslo", 2, null, Optional.empty(), OptionalLong.empty(), List.of())
                .toString());
  }

  @Test
  void aToolMayHaveNoArgumentsAndMayWantTheWholeCall() {
    asks("now", "echo");
    says("Done.");
    HandledTool now = HandledTool.of("now", "The time", () -> "noon");
    HandledTool echo =
        new HandledTool(Tool.builder().name("echo").build(), call -> call.id() + call.arguments());
    ToolRun run = ToolLoop.of(chat()).with(now).with(echo).run(question);
    assertThat(run.messages().subList(2, 4))
        .extracting(ChatMessage::text)
        .containsExactly("noon", "echo{}");
    assertThat(now.tool().parameters().orElseThrow().get("type")).isEqualTo(Json.of("object"));
  }

  private static HandledTool typed(ToolHandler<Query> handler) {
    return HandledTool.of("weather", "d", QUERY, Query.class, handler);
  }
}
