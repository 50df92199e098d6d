package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.HandledTool;
import dev.loraport.chat.Role;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolChoice;
import dev.loraport.chat.ToolHandler;
import dev.loraport.chat.ToolLoop;
import dev.loraport.chat.ToolRun;
import dev.loraport.error.ServerErrorException;
import dev.loraport.error.ToolLoopException;
import dev.loraport.json.Json;
import dev.loraport.testkit.ChatCall;
import dev.loraport.testkit.FakeToolCall;
import dev.loraport.testkit.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tools that the model calls. */
interface ToolsContract extends ContractPart {
  @Test
  default void severalToolCallsComeWholeAndStreamedAlike() {
    run().needs(Capability.CHAT, Capability.CHAT_STREAMING);
    twoCitiesThen("done");
    ChatRequest request =
        ChatRequest.builder()
            .from(run().chat("Weather?"))
            .addTools(weather(city -> "never asked").tool())
            .build();
    assertThat(cities(run().client().chat().complete(request))).containsExactly("Oslo", "Lima");
    try (ChatStream stream = run().client().chat().stream(request)) {
      ChatCompletion whole = stream.result();
      assertThat(whole.finishReason()).contains(FinishReason.TOOL_CALLS);
      assertThat(cities(whole)).containsExactly("Oslo", "Lima");
      assertThat(whole.message().toolCalls()).extracting(ToolCall::id).doesNotHaveDuplicates();
    }
  }

  @Test
  default void aLoopAnswersTheCallsInTheirOrder() {
    run().needs(Capability.CHAT);
    twoCitiesThen("Oslo is colder.");
    ToolRun done = loop(city -> city + " is fine").run(run().chat("Which is colder?"));
    assertThat(done.text()).isEqualTo("Oslo is colder.");
    assertThat(done.rounds()).isEqualTo(2);
    assertThat(done.totalTokens()).isPositive();
    assertThat(done.messages())
        .extracting(ChatMessage::role)
        .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL, Role.ASSISTANT);
    assertThat(done.messages().subList(2, 4))
        .extracting(ChatMessage::text)
        .containsExactly("Oslo is fine", "Lima is fine");
    List<ToolCall> asked = done.messages().get(1).toolCalls();
    assertThat(done.messages().subList(2, 4))
        .extracting(message -> message.toolCallId().orElseThrow())
        .containsExactly(asked.get(0).id(), asked.get(1).id());
  }

  @Test
  default void aLoopWithoutWaitingDoesTheSame() throws Exception {
    run().inOneFormOnly();
    run().needs(Capability.CHAT);
    twoCitiesThen("Oslo is colder.");
    CompletableFuture<String> lima = new CompletableFuture<>();
    List<String> asked = new ArrayList<>();
    ToolLoop loop =
        loop(
            city -> {
              asked.add(city);
              if (city.equals("Oslo")) {
                return lima.thenApply(text -> "4 degrees, while " + text);
              }
              lima.complete("Lima has 20");
              return "20 degrees";
            });
    ToolRun done =
        loop.runAsync(run().chat("Which is colder?"))
            .get(ContractRun.SOON.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(asked).containsExactly("Oslo", "Lima");
    assertThat(done.text()).isEqualTo("Oslo is colder.");
    assertThat(done.messages().subList(2, 4))
        .extracting(ChatMessage::text)
        .containsExactly("4 degrees, while Lima has 20", "20 degrees");
  }

  @Test
  default void aForcedToolIsForcedOnce() {
    run().needs(Capability.CHAT);
    run().needsScript();
    ChatRequest forced =
        ChatRequest.builder()
            .from(run().chat("Weather?"))
            .toolChoice(ToolChoice.function("get_weather"))
            .build();
    ToolRun done = loop(city -> "fine").run(forced);
    assertThat(done.rounds()).isEqualTo(2);
    assertThat(done.answer().message().toolCalls()).isEmpty();
  }

  @Test
  default void aToolThatTheClientForcesIsForcedOnce() {
    run().needs(Capability.CHAT);
    run().needsScript();
    Json forced = Json.parse("{\"type\":\"function\",\"function\":{\"name\":\"get_weather\"}}");
    RequestOptions always = RequestOptions.builder().putExtraBody("tool_choice", forced).build();
    ToolRun done =
        ToolLoop.of(run().client().withOptions(always).chat())
            .with(weather(city -> "fine"))
            .run(run().chat("Weather?"));
    assertThat(done.rounds()).isEqualTo(2);
    assertThat(done.answer().message().toolCalls()).isEmpty();
  }

  @Test
  default void aFailureIsToldToTheModel() {
    run().needs(Capability.CHAT);
    run()
        .script()
        .reply("I give up.")
        .when(ToolsContract::isFirst)
        .callTools(
            new FakeToolCall("get_weather", "{\"city\":\"Oslo\"}"),
            new FakeToolCall("get_weather", "{\"city\":"),
            new FakeToolCall("get_time", "{}"));
    ToolRun done =
        loop(city -> {
              throw new IllegalArgumentException("no weather in " + city);
            })
            .run(run().chat("Weather?"));
    assertThat(done.text()).isEqualTo("I give up.");
    List<ChatMessage> results = done.messages().subList(2, 5);
    assertThat(results).allMatch(message -> message.text().startsWith("error: "));
    assertThat(results.get(0).text()).contains("no weather in Oslo");
    assertThat(results.get(2).text()).contains("get_weather");
  }

  @Test
  default void aFailureIsThrownWhereThatIsChosen() {
    run().needs(Capability.CHAT);
    twoCitiesThen("never said");
    ToolLoop loop =
        loop(city -> {
              throw new IOException("no weather in " + city);
            })
            .throwingFailures();
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> loop.run(run().chat("Weather?")))
        .withMessageContaining("get_weather")
        .withMessageContaining("no weather in Oslo")
        .withCauseInstanceOf(IOException.class)
        .satisfies(e -> assertThat(e.partial().answer().message().toolCalls()).hasSize(2));
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> loop.runAsync(run().chat("Weather?")).join())
        .withCauseInstanceOf(ToolLoopException.class);
    assertThat(run().calls(ContractRoute.CHAT)).hasSize(2);
  }

  @Test
  default void aCallThatFailsLaterKeepsWhatWasDone() {
    run().needs(Capability.CHAT);
    twoCitiesThen("never said");
    ToolLoop loop =
        loop(
            city -> {
              if (city.equals("Lima")) {
                run().on(ContractRoute.CHAT).next(Fault.status(500));
              }
              return city + " is booked";
            });
    RequestOptions once = RequestOptions.builder().maxRetries(0).build();
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> loop.run(run().chat("Weather?"), once))
        .withCauseInstanceOf(ServerErrorException.class)
        .satisfies(e -> assertThat(e.partial().messages()).hasSize(4))
        .satisfies(e -> assertThat(e.partial().openCalls()).isEmpty())
        .satisfies(e -> assertThat(e.partial().totalTokens()).isPositive());
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> loop.runAsync(run().chat("Weather?"), once).join())
        .havingCause()
        .isInstanceOf(ToolLoopException.class)
        .withCauseInstanceOf(ServerErrorException.class);
  }

  @Test
  default void aLoopHasAnEnd() {
    run().needs(Capability.CHAT);
    run().script().when(call -> true).callTool("get_weather", "{\"city\":\"Oslo\"}");
    List<String> asked = new ArrayList<>();
    ToolLoop loop =
        loop(
            city -> {
              asked.add(city);
              return "fine";
            });
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> loop.maxRounds(3).run(run().chat("Weather?")))
        .withMessageContaining("maxRounds is 3")
        .satisfies(e -> assertThat(e.partial().rounds()).isEqualTo(3));
    assertThat(asked).as("the calls of the last round are not run").hasSize(2);
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> loop.maxTotalTokens(1).run(run().chat("Weather?")))
        .withMessageContaining("maxTotalTokens")
        .satisfies(e -> assertThat(e.partial().rounds()).isEqualTo(1));
    assertThat(run().calls(ContractRoute.CHAT)).hasSize(4);
  }

  @Test
  default void aCallThatWasCutAtTheTokenLimitIsNotRun() {
    run().needs(Capability.CHAT);
    twoCitiesThen("never said");
    List<String> asked = new ArrayList<>();
    ToolLoop loop =
        loop(
            city -> {
              asked.add(city);
              return "fine";
            });
    ChatRequest cut = ChatRequest.builder().from(run().chat("Weather?")).maxTokens(9).build();
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> loop.run(cut))
        .withMessageContaining("length")
        .withMessageContaining("maxTokens")
        .satisfies(
            e ->
                assertThat(e.partial().openCalls())
                    .extracting(ToolCall::arguments)
                    .containsExactly("{\"city\":\"Oslo\"}", ""));
    assertThat(asked).isEmpty();
  }

  @Test
  default void aCancelledLoopLetsGoOfItsCall() throws InterruptedException {
    run().inOneFormOnly();
    run().needs(Capability.CHAT);
    twoCitiesThen("never said");
    CompletableFuture<ToolRun> running =
        loop(city -> {
              if (city.equals("Lima")) {
                run().on(ContractRoute.CHAT).next(Fault.stallBeforeHeaders());
              }
              return "fine";
            })
            .runAsync(run().chat("Weather?"));
    run().awaitFault(ContractRoute.CHAT);
    running.cancel(true);
    run().seesClientGone(ContractRoute.CHAT);
  }

  private void twoCitiesThen(String end) {
    run()
        .script()
        .reply(end)
        .when(ToolsContract::isFirst)
        .callTools(
            new FakeToolCall("get_weather", "{\"city\":\"Oslo\"}"),
            new FakeToolCall("get_weather", "{\"city\":\"Lima\"}"));
  }

  private static boolean isFirst(ChatCall call) {
    return !call.json().contains("\"role\":\"tool\"");
  }

  private ToolLoop loop(ToolHandler<String> weather) {
    return ToolLoop.of(run().client().chat()).with(weather(weather));
  }

  private static HandledTool weather(ToolHandler<String> handler) {
    Json city = Json.object().put("type", "string").build();
    Json schema =
        Json.object()
            .put("type", "object")
            .put("properties", Json.object().put("city", city).build())
            .put("required", Json.strings(List.of("city")))
            .build();
    return HandledTool.of(
        "get_weather",
        "The weather in a city",
        schema,
        arguments -> handler.handle(arguments.get("city").string().orElseThrow()));
  }

  private static List<String> cities(ChatCompletion answer) {
    return answer.message().toolCalls().stream()
        .map(call -> call.parsedArguments().get("city").string().orElse("none"))
        .toList();
  }
}
