package dev.loraport.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.RequestOptions;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.ToolLoopException;
import dev.loraport.json.Json;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToolLoopTest {
  record Query(String city, int days) {}

  record Weather(String sky, int celsius) {}

  private final Deque<ChatMessage> script = new ArrayDeque<>();
  private final List<ChatRequest> requests = new ArrayList<>();
  private final List<RequestOptions> options = new ArrayList<>();
  private final ChatRequest question = ChatRequest.of("m", "Weather?");

  @Test
  void argumentsAndResultsCanBeRecords() {
    asks("{\"city\":\"Oslo\",\"days\":2}").says("Cloudy.");
    HandledTool tool =
        HandledTool.of(
            "weather",
            "d",
            Json.object().build(),
            Query.class,
            query -> new Weather(query.city() + " sky", query.days()));
    ToolRun run = ToolLoop.of(chat()).with(tool).run(question);
    assertThat(Json.parse(run.messages().get(2).text()))
        .isEqualTo(Json.parse("{\"sky\":\"Oslo sky\",\"celsius\":2}"));
    assertThat(run.text()).isEqualTo("Cloudy.");
    assertThat(requests.get(0).tools()).containsExactly(tool.tool());
  }

  @Test
  void argumentsThatDoNotFitAreToldWithTheirField() {
    asks("{\"city\":\"Oslo\",\"days\":\"two\"}").says("Sorry.");
    HandledTool tool =
        HandledTool.of("weather", "d", Json.object().build(), Query.class, query -> "never");
    ToolRun run = ToolLoop.of(chat()).with(tool).run(question);
    assertThat(run.messages().get(2).text()).startsWith("error: ").contains("days");
  }

  @Test
  void theTimeLimitIsOneOfTheWholeLoop() {
    asks("{}").says("Done.");
    RequestOptions minute = RequestOptions.builder().timeout(Duration.ofMinutes(1)).build();
    ToolLoop.of(chat()).with(tool(arguments -> "fine")).run(question, minute);
    assertThat(options.get(0).timeout()).contains(Duration.ofMinutes(1));
    assertThat(options.get(1).timeout().orElseThrow()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void noCallBeginsWhenTheTimeIsOver() {
    asks("{}").says("never");
    RequestOptions nothing = RequestOptions.builder().timeout(Duration.ofNanos(1)).build();
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(
            () -> ToolLoop.of(chat()).with(tool(arguments -> "fine")).run(question, nothing))
        .withMessageContaining("time limit")
        .satisfies(e -> assertThat(e.partial().messages()).hasSize(3));
    assertThat(requests).hasSize(1);
  }

  @Test
  void anInterruptEndsTheLoop() {
    asks("{}");
    CompletableFuture<String> never = new CompletableFuture<>();
    ToolLoop loop =
        ToolLoop.of(chat())
            .with(
                tool(
                    arguments -> {
                      Thread.currentThread().interrupt();
                      return never;
                    }));
    assertThatExceptionOfType(CallInterruptedException.class).isThrownBy(() -> loop.run(question));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(never).isCancelled();
  }

  @Test
  void cancellingReachesTheStageOfATool() {
    asks("{}");
    CompletableFuture<String> never = new CompletableFuture<>();
    CompletableFuture<ToolRun> run =
        ToolLoop.of(chat()).with(tool(arguments -> never)).runAsync(question);
    run.cancel(true);
    assertThat(never).isCancelled();
    assertThatExceptionOfType(CancellationException.class).isThrownBy(run::join);
  }

  @Test
  void anErrorIsNeverToldToTheModelAndEndsTheOtherCalls() {
    CompletableFuture<String> never = new CompletableFuture<>();
    ToolLoop loop =
        ToolLoop.of(chat())
            .with(tool(arguments -> never))
            .with(
                HandledTool.of(
                    "broken",
                    "d",
                    Json.object().build(),
                    arguments -> {
                      throw new AssertionError("broken");
                    }));
    asks("weather", "broken");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> loop.run(question))
        .withMessage("broken");
    assertThat(never).isCancelled();
    asks("weather", "broken");
    assertThat(loop.runAsync(question))
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(AssertionError.class);
  }

  @Test
  void whatContradictsALoopIsRefusedBeforeACall() {
    HandledTool tool = tool(arguments -> "fine");
    ToolLoop loop = ToolLoop.of(chat()).with(tool);
    assertThatIllegalArgumentException().isThrownBy(() -> loop.with(tool));
    assertThatIllegalArgumentException().isThrownBy(() -> loop.maxRounds(0));
    assertThatIllegalArgumentException().isThrownBy(() -> loop.maxTotalTokens(0));
    ChatRequest same = ChatRequest.builder().from(question).addTools(tool.tool()).build();
    assertThatIllegalArgumentException().isThrownBy(() -> loop.run(same));
    ChatRequest two = ChatRequest.builder().from(question).n(2).build();
    assertThatIllegalArgumentException().isThrownBy(() -> loop.run(two));
    assertThat(requests).isEmpty();
  }

  private static HandledTool tool(ToolHandler<Json> handler) {
    return HandledTool.of("weather", "d", Json.object().build(), handler);
  }

  private void asks(String first, String second) {
    ChatMessage.Builder both = ChatMessage.builder().role(Role.ASSISTANT);
    for (String name : List.of(first, second)) {
      both.addToolCalls(ToolCall.builder().id(name).name(name).arguments("{}").build());
    }
    script.add(both.build());
  }

  private ToolLoopTest asks(String arguments) {
    ToolCall call = ToolCall.builder().id("1").name("weather").arguments(arguments).build();
    script.add(ChatMessage.builder().role(Role.ASSISTANT).addToolCalls(call).build());
    return this;
  }

  private void says(String text) {
    script.add(ChatMessage.assistant(text));
  }

  /** A service whose answers are those of the script. */
  private ChatService chat() {
    ChatService.Async async =
        service(ChatService.Async.class, CompletableFuture::completedFuture, null);
    return service(ChatService.class, answer -> answer, async);
  }

  private <T> T service(
      Class<T> type, Function<ChatCompletion, Object> form, ChatService.@Nullable Async async) {
    return type.cast(
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, given) -> {
              if (method.getName().equals("async")) {
                return async;
              }
              requests.add((ChatRequest) given[0]);
              options.add((RequestOptions) given[1]);
              return form.apply(answer(script.remove()));
            }));
  }

  private static ChatCompletion answer(ChatMessage message) {
    ChatChoice choice =
        new ChatChoice(0, message, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    Usage usage = new Usage(1, 1, 2, OptionalLong.empty(), OptionalLong.empty(), Map.of());
    return new ChatCompletion(
        "id",
        Optional.empty(),
        Optional.empty(),
        List.of(choice),
        Optional.of(usage),
        Optional.empty(),
        Map.of());
  }
}
