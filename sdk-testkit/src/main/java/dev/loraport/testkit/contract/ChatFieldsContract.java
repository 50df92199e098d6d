package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.Capability;
import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.ContentPart;
import dev.loraport.chat.ResponseFormat;
import dev.loraport.chat.Role;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolChoice;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.testkit.RecordedCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every field of a chat is either taken by the provider or refused before anything is sent. */
interface ChatFieldsContract extends ContractPart {
  @TestFactory
  default Stream<DynamicTest> eachFieldIsTakenOrRefusedBeforeItIsSent() {
    run().needs(Capability.CHAT);
    return fields().entrySet().stream()
        .map(field -> DynamicTest.dynamicTest(field.getKey(), () -> check(field.getValue())));
  }

  @Test
  default void severalAnswersAreKeptApartByTheirIndex() {
    run().needs(Capability.CHAT);
    run().needsScript();
    ChatRequest two = ChatRequest.builder().from(run().chat("Hi")).n(2).build();
    ChatCompletion answer = run().client().chat().complete(two);
    assertThat(answer.choices()).extracting(ChatChoice::index).containsExactly(0, 1);
    assertThat(answer.choices()).allMatch(choice -> !choice.message().text().isEmpty());
  }

  @Test
  default void severalStreamedAnswersAreKeptApartThoughTheirPiecesComeInTurns() {
    run().needs(Capability.CHAT, Capability.CHAT_STREAMING);
    run().script().reply("one", " two");
    ChatRequest three = ChatRequest.builder().from(run().chat("Hi")).n(3).build();
    try (ChatStream stream = run().client().chat().stream(three)) {
      ChatCompletion answer = stream.result();
      assertThat(answer.choices()).extracting(ChatChoice::index).containsExactly(0, 1, 2);
      assertThat(answer.choices())
          .allMatch(choice -> choice.message().text().equals("one two"))
          .allMatch(choice -> choice.finishReason().isPresent());
    }
  }

  @Test
  default void logProbabilitiesComeInTheFormOfTheProvider() {
    run().needs(Capability.CHAT);
    run().needsScript();
    ChatRequest asking = ChatRequest.builder().from(run().chat("Hi")).logprobs(1).build();
    ChatCompletion answer = run().client().chat().complete(asking);
    assertThat(answer.choices().get(0).logprobs())
        .hasValueSatisfying(logprobs -> assertThat(logprobs.members()).isNotEmpty());
  }

  private void check(UnaryOperator<ChatRequest.Builder> set) {
    ChatRequest plain = run().chat("Hi");
    ChatRequest request = set.apply(ChatRequest.builder().from(plain)).build();
    run().client().chat().complete(plain);
    int before = run().calls(ContractRoute.CHAT).size();
    try {
      ChatCompletion answer = run().client().chat().complete(request);
      assertThat(answer.choices()).isNotEmpty();
    } catch (UnsupportedCapabilityException e) {
      assertThat(run().calls(ContractRoute.CHAT)).as("calls before the refusal").hasSize(before);
      return;
    }
    List<RecordedCall> calls = run().calls(ContractRoute.CHAT);
    assertThat(calls.get(before).body())
        .as("the field is part of the request")
        .isNotEqualTo(calls.get(before - 1).body());
    if (run().client().capabilities().has(Capability.CHAT_STREAMING)) {
      try (ChatStream stream = run().client().chat().stream(request)) {
        assertThat(stream.result().choices()).isNotEmpty();
      }
    }
    run().fake().assertNoViolations();
  }

  private static Map<String, UnaryOperator<ChatRequest.Builder>> fields() {
    Json schema = Json.parse("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}");
    Tool tool = Tool.builder().name("f").description("d").parameters(schema).build();
    String pixel = "data:image/png;base64,iVBORw0KGgo=";
    Map<String, UnaryOperator<ChatRequest.Builder>> fields = new LinkedHashMap<>();
    fields.put("maxTokens", b -> b.maxTokens(64));
    fields.put("temperature", b -> b.temperature(0.5));
    fields.put("topP", b -> b.topP(0.5));
    fields.put("topK", b -> b.topK(40));
    fields.put("minP", b -> b.minP(0.1));
    fields.put("presencePenalty", b -> b.presencePenalty(0.5));
    fields.put("frequencyPenalty", b -> b.frequencyPenalty(-0.5));
    fields.put("repetitionPenalty", b -> b.repetitionPenalty(1.1));
    fields.put("stop", b -> b.addStop("\n\n", "END"));
    fields.put("seed", b -> b.seed(7));
    fields.put("n", b -> b.n(2));
    fields.put("logprobs", b -> b.logprobs(2));
    fields.put("logitBias", b -> b.putLogitBias("50256", -100));
    fields.put("JSON", b -> b.responseFormat(ResponseFormat.jsonObject()));
    fields.put("JSON schema", b -> b.responseFormat(ResponseFormat.jsonSchema("a", schema)));
    fields.put(
        "strict JSON schema", b -> b.responseFormat(ResponseFormat.jsonSchema("a", schema, true)));
    fields.put("regex", b -> b.responseFormat(ResponseFormat.regex("[a-z]+")));
    fields.put("grammar", b -> b.responseFormat(ResponseFormat.grammar("root ::= \"a\"")));
    fields.put("tools", b -> b.addTools(tool));
    fields.put("strict tool", b -> b.addTools(Tool.builder().from(tool).strict(true).build()));
    fields.put("tool choice none", b -> b.addTools(tool).toolChoice(ToolChoice.none()));
    fields.put("tool choice required", b -> b.addTools(tool).toolChoice(ToolChoice.required()));
    fields.put("tool choice function", b -> b.addTools(tool).toolChoice(ToolChoice.function("f")));
    fields.put("parallelToolCalls", b -> b.addTools(tool).parallelToolCalls(false));
    fields.put("reasoningEffort", b -> b.reasoningEffort("low"));
    fields.put("reasoning", b -> b.reasoning(false));
    fields.put("user", b -> b.user("someone"));
    fields.put(
        "image",
        b ->
            b.addMessages(
                ChatMessage.user(List.of(ContentPart.text("What?"), ContentPart.image(pixel)))));
    fields.put(
        "name",
        b -> b.addMessages(ChatMessage.builder().role(Role.USER).content("x").name("a").build()));
    return fields;
  }
}
