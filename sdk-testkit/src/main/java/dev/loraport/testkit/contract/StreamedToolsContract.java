package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.HandledTool;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolHandler;
import dev.loraport.chat.ToolListener;
import dev.loraport.chat.ToolLoop;
import dev.loraport.chat.ToolRun;
import dev.loraport.error.StreamException;
import dev.loraport.error.ToolLoopException;
import dev.loraport.json.Json;
import dev.loraport.testkit.ChatCall;
import dev.loraport.testkit.FakeToolCall;
import dev.loraport.testkit.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools that the model calls while its answers are shown as they are written. */
interface StreamedToolsContract extends ContractPart {
  @ParameterizedTest
  @EnumSource
  default void aLoopShowsEachAnswerAsItIsWritten(LoopForm form) {
    inFormsOfItsOwn();
    run()
        .script()
        .reply("Oslo ", "is ", "colder.")
        .when(StreamedToolsContract::isFirst)
        .saying("Let me ", "look.")
        .callTools(cities());
    List<String> told = new ArrayList<>();
    ToolRun streamed =
        form.run(
            loop(told).listener(rounds(told)).streaming(chunk -> told.addAll(shown(chunk))),
            run().chat("Which is colder?"));
    assertThat(told)
        .containsExactly(
            "ask 1",
            "Let me ",
            "look.",
            "answer 1",
            "Oslo",
            "Lima",
            "ask 2",
            "Oslo ",
            "is ",
            "colder.",
            "answer 2");
    ToolRun whole = form.run(loop(new ArrayList<>()), run().chat("Which is colder?"));
    assertThat(streamed.text()).isEqualTo("Oslo is colder.");
    assertThat(streamed.messages().get(1).text()).isEqualTo("Let me look.");
    assertThat(told(streamed)).isEqualTo(told(whole));
    assertThat(streamed.usage()).as("told in a chunk of its own").isEqualTo(whole.usage());
    assertThat(streamed.totalTokens()).isPositive();
  }

  /** Some engines leave out the index; the next call begins with its id and name. */
  @ParameterizedTest
  @EnumSource
  default void fragmentsOfCallsNeedNoIndex(LoopForm form) {
    inFormsOfItsOwn();
    twoCitiesThen("Fine.");
    run()
        .on(ContractRoute.CHAT)
        .next(
            Fault.status(200)
                .body(
                    "text/event-stream",
                    fragment("{\"id\":\"a\",\"function\":{\"name\":\"get_weather\"}}")
                        + fragment("{\"function\":{\"arguments\":\"{\\\"city\\\":\"}}")
                        + fragment("{\"function\":{\"arguments\":\"\\\"Rome\\\"}\"}}")
                        + fragment(
                            "{\"id\":\"b\",\"function\":{\"name\":\"get_weather\","
                                + "\"arguments\":\"{\\\"city\\\":\\\"Bonn\\\"}\"}}")
                        + "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{},"
                        + "\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n"));
    List<String> asked = new ArrayList<>();
    ToolRun done = form.run(loop(asked).streaming(chunk -> {}), run().chat("Weather?"));
    assertThat(asked).containsExactly("Rome", "Bonn");
    assertThat(done.messages().subList(2, 4))
        .extracting(message -> message.toolCallId().orElseThrow())
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource
  default void aStreamedLoopThatBreaksOffKeepsWhatWasDone(LoopForm form) {
    inFormsOfItsOwn();
    twoCitiesThen("never ", "said");
    List<String> asked = new ArrayList<>();
    ToolLoop loop =
        loop(city -> {
              asked.add(city);
              if (city.equals("Lima")) {
                run().on(ContractRoute.CHAT).next(Fault.cutStream().afterChunks(2));
              }
              return "fine";
            })
            .streaming(chunk -> {});
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> form.run(loop, run().chat("Weather?")))
        .satisfies(e -> assertThat(e.partial().messages()).hasSize(4))
        .satisfies(e -> assertThat(e.partial().totalTokens()).isPositive())
        .havingCause()
        .isInstanceOfSatisfying(
            StreamException.class, e -> assertThat(e.partial().text()).startsWith("never "));
    assertThat(asked).hasSize(2);

    run().on(ContractRoute.CHAT).next(Fault.cutStream().afterChunks(3));
    assertThatExceptionOfType(StreamException.class)
        .as("there is no run yet to be kept")
        .isThrownBy(() -> form.run(loop, run().chat("Weather?")));
    assertThat(asked).as("no call of an answer that broke off is run").hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  default void aStreamedLoopKeepsItsBounds(LoopForm form) {
    inFormsOfItsOwn();
    twoCitiesThen("never said");
    List<String> asked = new ArrayList<>();
    ToolLoop loop = loop(asked).streaming(chunk -> {});
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> form.run(loop.maxRounds(1), run().chat("Weather?")))
        .withMessageContaining("maxRounds is 1");
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> form.run(loop.maxTotalTokens(1), run().chat("Weather?")))
        .withMessageContaining("maxTotalTokens");
    ChatRequest cut = ChatRequest.builder().from(run().chat("Weather?")).maxTokens(9).build();
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> form.run(loop, cut))
        .withMessageContaining("broken off (length)")
        .satisfies(e -> assertThat(e.partial().openCalls()).hasSize(2));
    assertThat(asked).isEmpty();

    run().on(ContractRoute.CHAT).next(Fault.stallBody().afterChunks(1));
    RequestOptions soon = RequestOptions.builder().timeout(Duration.ofSeconds(1)).build();
    assertThatExceptionOfType(StreamException.class)
        .isThrownBy(() -> form.run(loop, run().chat("Weather?"), soon));
  }

  @ParameterizedTest
  @EnumSource
  default void whoCannotShowAnAnswerEndsIt(LoopForm form) throws InterruptedException {
    inFormsOfItsOwn();
    twoCitiesThen("never ", "said");
    run().on(ContractRoute.CHAT).next(Fault.stallBody().afterChunks(1));
    UncheckedIOException gone = new UncheckedIOException(new IOException("the browser is gone"));
    ToolLoop loop =
        loop(new ArrayList<>())
            .streaming(
                chunk -> {
                  throw gone;
                });
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> form.run(loop, run().chat("Weather?")))
        .isSameAs(gone);
    run().seesClientGone(ContractRoute.CHAT);
    ToolLoop later =
        loop(new ArrayList<>())
            .streaming(
                chunk -> {
                  if (!chunk.text().isEmpty()) {
                    throw gone;
                  }
                });
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> form.run(later, run().chat("Weather?")))
        .withCause(gone)
        .satisfies(e -> assertThat(e.partial().messages()).hasSize(4));
  }

  @Test
  default void aCancelledLoopLetsGoOfItsStream() throws InterruptedException {
    inFormsOfItsOwn();
    twoCitiesThen("never said");
    run().on(ContractRoute.CHAT).next(Fault.stallBody().afterChunks(1));
    CompletableFuture<ToolRun> running =
        loop(new ArrayList<>()).streaming(chunk -> {}).runAsync(run().chat("Weather?"));
    run().awaitFault(ContractRoute.CHAT);
    running.cancel(true);
    run().seesClientGone(ContractRoute.CHAT);
  }

  /** How a loop is run. */
  enum LoopForm {
    /** By the thread that asks. */
    BLOCKING,
    /** By a future. */
    ASYNC;

    ToolRun run(ToolLoop loop, ChatRequest request) {
      return run(loop, request, RequestOptions.none());
    }

    ToolRun run(ToolLoop loop, ChatRequest request, RequestOptions options) {
      if (this == BLOCKING) {
        return loop.run(request, options);
      }
      try {
        return loop.runAsync(request, options).join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw e;
      }
    }
  }

  /** Both forms of a loop are those of {@link LoopForm}. */
  private void inFormsOfItsOwn() {
    run().inOneFormOnly();
    run().needs(Capability.CHAT, Capability.CHAT_STREAMING);
  }

  private static List<String> told(ToolRun run) {
    return run.messages().stream()
        .map(
            message ->
                message.role()
                    + message.text()
                    + message.toolCalls().stream().map(ToolCall::arguments).toList())
        .toList();
  }

  private static List<String> shown(ChatChunk chunk) {
    return chunk.text().isEmpty() ? List.of() : List.of(chunk.text());
  }

  private static ToolListener rounds(List<String> told) {
    return new ToolListener() {
      @Override
      public void roundStart(int round, ChatRequest request) {
        told.add("ask " + round);
      }

      @Override
      public void roundEnd(int round, ChatCompletion answer) {
        told.add("answer " + round);
      }
    };
  }

  private static String fragment(String call) {
    return "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":["
        + call
        + "]}}]}\n\n";
  }

  private ToolLoop loop(List<String> asked) {
    return loop(
        city -> {
          asked.add(city);
          return city + " is fine";
        });
  }

  private ToolLoop loop(ToolHandler<String> weather) {
    return ToolLoop.of(run().client().chat())
        .with(
            HandledTool.of(
                "get_weather",
                "The weather in a city",
                Json.parse("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}"),
                arguments -> weather.handle(arguments.get("city").string().orElseThrow())));
  }

  private void twoCitiesThen(String... end) {
    run().script().reply(end).when(StreamedToolsContract::isFirst).callTools(cities());
  }

  private static FakeToolCall[] cities() {
    return new FakeToolCall[] {
      new FakeToolCall("get_weather", "{\"city\":\"Oslo\"}"),
      new FakeToolCall("get_weather", "{\"city\":\"Lima\"}")
    };
  }

  private static boolean isFirst(ChatCall call) {
    return !call.json().contains("\"role\":\"tool\"");
  }
}
