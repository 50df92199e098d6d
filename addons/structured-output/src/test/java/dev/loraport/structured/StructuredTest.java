package dev.loraport.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.loraport.ProviderClient;
import dev.loraport.Providers;
import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ToolLoop;
import dev.loraport.chat.ToolRun;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.structured.StructuredOutputException.Reason;
import dev.loraport.testkit.FakeChat;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.junit.FakeConnection;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredTest {
  enum Mood {
    @JsonProperty("good")
    GOOD,
    BAD
  }

  record Address(String street, LocalDate since) {}

  record Person(
      @JsonProperty("full_name") @JsonPropertyDescription("first and last name") String name,
      int age,
      Optional<String> city,
      OptionalInt shoeSize,
      @Nullable String nickname,
      List<Address> addresses,
      Map<String, Double> scores,
      Mood mood) {}

  record Node(String label, List<Node> children) {}

  record Point(int x, int y) {}

  private final Structured<Person> people = Structured.of(Person.class);
  private final Structured<Point> points = Structured.of(Point.class);
  private final FakeTogether together = FakeTogether.start();
  private final FakeFireworks fireworks = FakeFireworks.start();
  private final FakeNebius nebius = FakeNebius.start();

  @AfterEach
  void close() {
    together.close();
    fireworks.close();
    nebius.close();
  }

  @Test
  void theSchemaIsClosedAndRequiresAll() {
    Json schema = people.schema();
    assertThat(schema.get("type").string()).contains("object");
    assertThat(schema.get("additionalProperties").bool()).contains(false);
    assertThat(texts(schema.get("required")))
        .containsExactlyInAnyOrderElementsOf(schema.get("properties").members().keySet());
    assertThat(schema.get("properties").members().keySet())
        .containsExactlyInAnyOrder(
            "full_name", "age", "city", "shoeSize", "nickname", "addresses", "scores", "mood");
    assertThat(member("full_name"))
        .isEqualTo(Json.parse("{\"type\":\"string\",\"description\":\"first and last name\"}"));
    assertThat(texts(member("city").get("type"))).containsExactly("string", "null");
    assertThat(texts(member("shoeSize").get("type"))).containsExactly("integer", "null");
    assertThat(texts(member("nickname").get("type"))).containsExactly("string", "null");
    assertThat(texts(member("mood").get("enum"))).containsExactlyInAnyOrder("good", "BAD");
    assertThat(member("scores").get("additionalProperties").get("type").string())
        .contains("number");
    Json address = member("addresses").get("items");
    assertThat(address.get("additionalProperties").bool()).contains(false);
    assertThat(texts(address.get("required"))).containsExactlyInAnyOrder("street", "since");
    assertThat(schema.toString()).doesNotContain("$schema");
  }

  @Test
  void aClassMayHoldItself() {
    Json child = Structured.of(Node.class).schema().get("properties").get("children").get("items");
    assertThat(child.get("$ref").string()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(classes = {String.class, int.class, List.class, Mood.class, LocalDate.class})
  void whatIsNoObjectIsRefused(Class<?> type) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Structured.of(type))
        .withMessageContaining(type.getName())
        .withMessageContaining("record");
  }

  @Test
  void whatTheClassHoldsIsRead() {
    Person person =
        people.read(
            """
            {"full_name":"Ann B.","age":31,"city":null,"shoeSize":40,"nickname":null,
             "addresses":[{"street":"A","since":"2026-01-02"}],"scores":{"a":0.5},"mood":"good",
             "more":"left out"}""");
    assertThat(person)
        .isEqualTo(
            new Person(
                "Ann B.",
                31,
                Optional.empty(),
                OptionalInt.of(40),
                null,
                List.of(new Address("A", LocalDate.of(2026, 1, 2))),
                Map.of("a", 0.5),
                Mood.GOOD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":1,\"y\":2}",
        "\n```json\n{\"x\":1,\"y\":2}\n```\n",
        "```\r\n{\"x\":1,\"y\":2}\r\n```",
        "Sure! ```json\n{\"x\":1,\"y\":2}\n``` That is it.",
        "Sure!\n```{\"x\":1,\"y\":2}```",
        "{\"x\":1,\"z\":{\"of\":\"no member\"},\"y\":2}",
        "<think>\nis {\"x\":9} it?\n</think>\n\n{\"x\":1,\"y\":2}"
      })
  void theJsonIsFoundInItsWrapping(String text) {
    assertThat(points.read(text)).isEqualTo(new Point(1, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"x":1}            | MISFIT   | y
          {"x":1,"y":null}   | MISFIT   | y
          {"x":1,"y":"two"}  | MISFIT   | y
          {"x":1,"y":2.5}    | MISFIT   | y
          [1,2]              | MISFIT   | the value is an array, and must be an object with the members x, y
          null               | MISFIT   | null
          {"x":1,"y":2} more | NOT_JSON | JSON
          I am {"x":1}       | NOT_JSON | begins with text and not with JSON
          a ```1``` b ```2```| NOT_JSON | begins with text and not with JSON
          {"x":1,            | NOT_JSON | JSON
          '  '               | EMPTY    | text
          """)
  void whatDoesNotFitIsAnErrorWithTheText(String text, Reason reason, String said) {
    assertThatExceptionOfType(StructuredOutputException.class)
        .isThrownBy(() -> points.read(text))
        .withMessageContaining("Point")
        .withMessageContaining(said)
        .withMessageNotContaining("I am")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
        .satisfies(e -> assertThat(e.rawText()).isEqualTo(text));
  }

  static Stream<Arguments> providers() {
    return Stream.of(
        Arguments.of("together", "Qwen/Qwen2.5-7B-Instruct-Turbo"),
        Arguments.of("fireworks", "accounts/fireworks/models/gpt-oss-120b"),
        Arguments.of("nebius", "openai/gpt-oss-120b"));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aModelOfEachProviderAnswersInTheForm(String provider, String model) throws Exception {
    try (ProviderClient client = client(provider)) {
      // the fakes make up the smallest value of the schema that they are sent
      ChatRequest request = ChatRequest.of(model, "Who?");
      Person person = people.ask(client.chat(), request);
      assertThat(person.name()).isNotNull();
      assertThat(person.mood()).isNotNull();
      assertThat(people.askAsync(client.chat(), request, RequestOptions.none()).get())
          .isEqualTo(person);
      assertThat(fake(provider).journal().calls("POST /**"))
          .allMatch(call -> call.body().contains("additionalProperties"));
    }
    fake(provider).assertNoViolations();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aToolTakesItsArgumentsInTheForm(String provider, String model) {
    script(provider)
        .reply("Far.")
        .when(call -> !call.json().contains("\"role\":\"tool\""))
        .callTool("distance", "{\"x\":3,\"y\":4}");
    try (ProviderClient client = client(provider)) {
      ToolRun run =
          ToolLoop.of(client.chat())
              .with(points.tool("distance", "How far", p -> Math.hypot(p.x(), p.y())))
              .run(ChatRequest.of(model, "How far?"));
      assertThat(run.messages().get(2).text()).isEqualTo("5.0");
      assertThat(run.text()).isEqualTo("Far.");
    }
    fake(provider).assertNoViolations();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aCutAnswerSaysSo(String provider, String model) {
    script(provider).reply("{\"x\":1,", "\"y\":", "2}");
    try (ProviderClient client = client(provider)) {
      ChatRequest two = ChatRequest.builder().from(ChatRequest.of(model, "?")).maxTokens(2).build();
      assertThatExceptionOfType(StructuredOutputException.class)
          .isThrownBy(() -> points.ask(client.chat(), two))
          .withMessageContaining("; raise maxTokens (model=" + model)
          .satisfies(
              e -> {
                // Nebius sends none
                String id = e.requestId().map(sent -> ", request-id=" + sent).orElse("");
                assertThat(id.isEmpty()).isEqualTo(provider.equals("nebius"));
                assertThat(e).hasMessageEndingWith(id + ", answers=1)");
              })
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CUT))
          .satisfies(e -> assertThat(e.rawText()).isEqualTo("{\"x\":1,\"y\":"));
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void whatTheFakeIsNotKnownToSayIsRefused(String provider, String model) {
    FakeChat.Stub cut = script(provider).when(call -> true).endingWith("length");
    cut.reply("{\"x\":1");
    try (ProviderClient client = client(provider)) {
      assertThatExceptionOfType(StructuredOutputException.class)
          .isThrownBy(() -> points.ask(client.chat(), ChatRequest.of(model, "?")))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CUT));
    }
    FakeChat.Stub unknown = script(provider).when(call -> true).endingWith("tired");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unknown.reply("a"))
        .withMessageContaining("tired")
        .withMessageContaining("length");
    if (!provider.equals("nebius")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> script(provider).when(call -> true).refuse("no"))
          .withMessageContaining("refusal");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          'stop'           | {"content":null,"refusal":"I won't."} | REFUSED  | I won't. | rawText()
          'content_filter' | {"content":"{\\"x\\":"}               | FILTERED | {"x":    | the model
          'tool_calls'     | {"content":null}                      | EMPTY    | ''       | tools
          """)
  void anAnswerWithoutAValueSaysWhy(
      String end, String message, Reason reason, String raw, String advice) {
    String body =
        "{\"id\":\"1\",\"choices\":[{\"index\":0,\"finish_reason\":\""
            + end
            + "\",\"message\":"
            + message
            + "}]}";
    nebius
        .faults()
        .on("POST /v1/chat/completions")
        .next(Fault.status(200).body("application/json", body));
    try (ProviderClient client = client("nebius")) {
      assertThatExceptionOfType(StructuredOutputException.class)
          .isThrownBy(() -> points.ask(client.chat(), ChatRequest.of("m", "?")))
          .withMessageContaining(advice)
          .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
          .satisfies(e -> assertThat(e.rawText()).isEqualTo(raw));
    }
  }

  @Test
  void theStrictFormIsRefusedWhereItIsUnknown() {
    String model = "accounts/fireworks/models/gpt-oss-120b";
    ChatRequest strict =
        ChatRequest.builder()
            .from(ChatRequest.of(model, "?"))
            .responseFormat(points.strictFormat())
            .build();
    try (ProviderClient client = client("fireworks")) {
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> points.ask(client.chat(), strict));
    }
  }

  private Json member(String name) {
    return people.schema().get("properties").get(name);
  }

  private static List<String> texts(Json array) {
    return array.elements().stream().map(text -> text.string().orElseThrow()).toList();
  }

  private FakeProvider fake(String provider) {
    return switch (provider) {
      case "together" -> together;
      case "fireworks" -> fireworks;
      default -> nebius;
    };
  }

  private FakeChat script(String provider) {
    return switch (provider) {
      case "together" -> together.chat();
      case "fireworks" -> fireworks.chat();
      default -> nebius.chat();
    };
  }

  private ProviderClient client(String provider) {
    return Providers.open(provider, FakeConnection.to(fake(provider)).build());
  }
}
