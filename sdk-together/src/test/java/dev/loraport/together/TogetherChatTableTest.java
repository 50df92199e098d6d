package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loraport.chat.ModelRef;
import dev.loraport.chat.TextRequest;
import dev.loraport.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** The fields of chats in the page: those of the contract, each with a test that writes it. */
class TogetherChatTableTest {
  private static final String CHAT = "### Fields of a chat";
  private static final String ROLES = "### Messages";
  private static final String PARTS = "### Parts of a message of the user";
  private static final String FORMATS = "### Forms of an answer";
  private static final String TEXT = "### Fields of a text completion";

  private Tables page = new Tables(List.of());

  @BeforeEach
  void readThePage() {
    page = Tables.page();
  }

  @Test
  void eachFieldOfTheContractIsInThePage() {
    assumeTrue(
        Tables.contract().isPresent(),
        "together.md is not beside the project: nothing was checked");
    Tables contract = Tables.contract().orElseThrow();
    List<String> roles = contract.names("### 7.2 ");
    List<String> parts = roles.subList(roles.indexOf("text"), roles.size());

    assertThat(page.names(CHAT)).containsExactlyInAnyOrderElementsOf(contract.names("### 7.1 "));
    assertThat(page.names(ROLES))
        .containsExactlyElementsOf(roles.subList(0, roles.indexOf("text")));
    assertThat(page.names(PARTS)).containsExactlyElementsOf(parts);
    assertThat(page.names(FORMATS))
        .containsExactlyInAnyOrderElementsOf(
            contract.names("### 7.3 ").stream()
                .filter(form -> form.contains("\"type\": "))
                .map(form -> form.replaceAll(".*?\"type\": \"(\\w+)\".*", "$1"))
                .distinct()
                .toList());
    String text = contract.find("### 7.8 ", "^Request: (.*?)\\(openapi\\)");
    List<String> fields =
        Tables.code(text).stream().filter(name -> name.matches("[a-z_]+")).toList();
    assertThat(page.names(TEXT)).containsExactlyElementsOf(fields);
  }

  @Test
  void eachFieldOfAChatIsWrittenByATest() {
    Set<String> written = new LinkedHashSet<>(List.of("model", "messages", "stream"));
    arguments(TogetherChatTest.fields())
        .forEach(body -> written.addAll(Json.parse("{\"a\":0" + body + "}").members().keySet()));
    written.remove("a");
    assertThat(page.names(CHAT)).containsExactlyInAnyOrderElementsOf(written);

    List<Json> messages = arguments(TogetherChatTest.messages()).map(Json::parse).toList();
    assertThat(page.names(ROLES)).containsExactlyInAnyOrderElementsOf(texts(messages, "role"));
    assertThat(page.names(PARTS))
        .containsExactlyInAnyOrderElementsOf(
            texts(
                messages.stream().flatMap(m -> m.get("content").elements().stream()).toList(),
                "type"));
    assertThat(page.names(FORMATS))
        .containsExactlyInAnyOrderElementsOf(
            texts(
                arguments(TogetherChatTest.fields())
                    .map(body -> Json.parse("{\"a\":0" + body + "}").get("response_format"))
                    .filter(format -> !format.isAbsent())
                    .toList(),
                "type"));
  }

  @Test
  void eachFieldOfATextIsWritten() {
    try (Rig rig = new Rig(Rig.TODAY)) {
      TextRequest request =
          TextRequest.builder()
              .model(ModelRef.of("meta-llama/Llama-3.3-70B-Instruct-Turbo"))
              .prompt("Once")
              .maxTokens(5)
              .temperature(0.5)
              .topP(0.9)
              .topK(40)
              .addStop(".")
              .seed(7)
              .n(1)
              .logprobs(1)
              .echo(true)
              .putAllExtra(
                  TogetherText.fields()
                      .minP(0.1)
                      .repetitionPenalty(1.1)
                      .presencePenalty(-1)
                      .frequencyPenalty(1)
                      .logitBias(Map.of("17", -2.0))
                      .safetyModel("meta-llama/Llama-Guard-4-12B")
                      .extra())
              .build();
      rig.client.chat().streamText(request).close();

      Json body = rig.lastBody("POST /v1/completions");
      assertThat(body.members().keySet()).containsExactlyInAnyOrderElementsOf(page.names(TEXT));
      assertThat(body.get("logit_bias")).isEqualTo(Json.parse("{\"17\":-2.0}"));
      assertThat(body.get("frequency_penalty").number().orElseThrow()).isEqualByComparingTo("1");
      rig.fake.assertNoViolations();
    }
  }

  private static Stream<String> arguments(Stream<Arguments> all) {
    return all.map(one -> String.valueOf(one.get()[0]).replace('\'', '"'));
  }

  private static Set<String> texts(List<Json> values, String member) {
    Set<String> texts = new LinkedHashSet<>();
    values.forEach(value -> value.get(member).string().ifPresent(texts::add));
    return texts;
  }
}
