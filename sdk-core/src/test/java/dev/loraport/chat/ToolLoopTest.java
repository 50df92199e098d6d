package dev.loraport.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.loraport.RequestOptions;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.ErrorAnswer;
import dev.loraport.error.ServerErrorException;
import dev.loraport.error.ToolLoopException;
import dev.loraport.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolLoopTest extends ScriptedChat {
  /** Both ways to run a loop. */
  enum Form {
    BLOCKING {
      @Override
      ToolRun run(ToolLoop loop, ChatRequest request, RequestOptions options) {
        return loop.run(request, options);
      }
    },
    ASYNC {
      @Override
      ToolRun run(ToolLoop loop, ChatRequest request, RequestOptions options) {
        try {
          return loop.runAsync(request, options).join();
        } catch (CompletionException e) {
          if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
          }
          throw e;
        }
      }
    };

    abstract ToolRun run(ToolLoop loop, ChatRequest request, RequestOptions options);

    ToolRun run(ToolLoop loop, ChatRequest request) {
      return run(loop, request, RequestOptions.none());
    }
  }

  private final List<String> begun = new ArrayList<>();

  @Test
  void messagesOfFailuresAreToldOnlyWhereTheyAreMeantForTheModelOrChosen() {
    HandledTool broken =
        tool(
            arguments -> {
              throw new IOException("no way to db://user:secret@host");
            });
    asks("{}");
    says("Sorry.");
    assertThat(ToolLoop.of(chat()).with(broken).run(question).messages().get(2).text())
        .isEqualTo("error: the tool failed: IOException");
    asks("{}");
    says("Sorry.");
    assertThat(
            ToolLoop.of(chat())
                .with(broken)
                .tellingFailures((call, failure) -> call.name() + " is down")
                .run(question)
                .messages()
                .get(2)
                .text())
        .isEqualTo("error: weather is down");
  }

  @Test
  void theTimeLimitIsOneOfTheWholeLoop() {
    asks("{}");
    says("Done.");
    RequestOptions minute = RequestOptions.builder().timeout(Duration.ofMinutes(1)).build();
    ToolLoop.of(chat()).with(tool(arguments -> "fine")).run(question, minute);
    assertThat(options.get(0).timeout()).contains(Duration.ofMinutes(1));
    assertThat(options.get(1).timeout().orElseThrow()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void aTimeLimitOfZeroIsNone() {
    asks("{}");
    says("Done.");
    RequestOptions off = RequestOptions.builder().timeout(Duration.ZERO).build();
    ToolLoop.of(chat()).with(tool(arguments -> "fine")).run(question, off);
    assertThat(options).containsExactly(off, off);
  }

  @ParameterizedTest
  @EnumSource
  void nothingBeginsWhenTheTimeIsOver(Form form) {
    asks("{}");
    RequestOptions nothing = RequestOptions.builder().timeout(Duration.ofNanos(1)).build();
    ToolLoop loop = ToolLoop.of(chat()).with(tool(arguments -> "never"));
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> form.run(loop, question, nothing))
        .withMessageContaining("time limit")
        .satisfies(e -> assertThat(e.partial().messages()).hasSize(2))
        .satisfies(e -> assertThat(e.partial().openCalls()).hasSize(1));
    assertThat(begun).isEmpty();
    assertThat(requests).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void theTimeLimitEndsTheWaitForAStage(Form form) {
    asks("fast", "weather");
    CompletableFuture<String> never = new CompletableFuture<>();
    RequestOptions soon = RequestOptions.builder().timeout(Duration.ofSeconds(1)).build();
    ToolLoop loop =
        ToolLoop.of(chat())
            .with(HandledTool.of("fast", "d", () -> "booked"))
            .with(tool(arguments -> never));
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> form.run(loop, question, soon))
        .withMessageContaining("time limit")
        .satisfies(
            e ->
                assertThat(e.partial().messages().get(2))
                    .as("what was done is kept")
                    .isEqualTo(ChatMessage.tool("fast", "booked")))
        .satisfies(
            e ->
                assertThat(e.partial().openCalls())
                    .extracting(ToolCall::name)
                    .containsExactly("weather"));
    assertThat(never)
        .as("cancelled, maybe on another thread")
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableOfType(CancellationException.class);
  }

  @Test
  void anInterruptEndsTheWaitForAStage() {
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
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> loop.run(question))
        .withCauseInstanceOf(CallInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(never).isCancelled();
  }

  @ParameterizedTest
  @EnumSource
  void noHandlerBeginsAfterAnInterrupt(Form form) {
    asks("first", "weather");
    ToolLoop loop =
        ToolLoop.of(chat())
            .with(
                HandledTool.of(
                    "first",
                    "d",
                    () -> {
                      Thread.currentThread().interrupt();
                      return "done";
                    }))
            .with(tool(arguments -> "never"));
    Throwable failure = catchThrowable(() -> form.run(loop, question));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure)
        .isInstanceOf(ToolLoopException.class)
        .hasCauseInstanceOf(CallInterruptedException.class);
    assertThat(((ToolLoopException) failure).partial().messages()).hasSize(3);
    assertThat(begun).isEmpty();
  }

  @Test
  void cancellingReachesTheStageOfAToolAndNoHandlerBeginsAfterIt() {
    CompletableFuture<ChatCompletion> answer = new CompletableFuture<>();
    script.add(answer);
    CompletableFuture<String> never = new CompletableFuture<>();
    List<CompletableFuture<ToolRun>> running = new ArrayList<>();
    ToolLoop loop =
        ToolLoop.of(chat())
            .with(
                HandledTool.of(
                    "first",
                    "d",
                    () -> {
                      running.get(0).cancel(true);
                      return never;
                    }))
            .with(tool(arguments -> "never"));
    running.add(loop.runAsync(question));
    asks("first", "weather");
    answer.complete((ChatCompletion) script.remove());
    assertThat(never).isCancelled();
    assertThat(begun).isEmpty();
    assertThatExceptionOfType(CancellationException.class).isThrownBy(running.get(0)::join);
  }

  static Stream<RuntimeException> failures() {
    return Stream.of(
        new ServerErrorException(
            ErrorAnswer.builder().provider("p").operation("chat.complete").status(500).build()),
        new CallInterruptedException("p", "chat.complete", "p chat.complete: interrupted", null),
        new IllegalArgumentException("p takes no such message"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aCallThatFailsLaterKeepsTheRun(RuntimeException failure) {
    for (Form form : Form.values()) {
      asks("{}");
      script.add(failure);
      ToolLoop loop = ToolLoop.of(chat()).with(tool(arguments -> "booked"));
      assertThatExceptionOfType(ToolLoopException.class)
          .isThrownBy(() -> form.run(loop, question))
          .withMessage("chat.tools: stopped after round 1: " + failure.getMessage())
          .withCause(failure)
          .satisfies(e -> assertThat(e.partial().messages()).hasSize(3))
          .satisfies(e -> assertThat(e.partial().messages().get(2).text()).isEqualTo("booked"))
          .satisfies(e -> assertThat(e.partial().openCalls()).isEmpty())
          .satisfies(e -> assertThat(e.partial().totalTokens()).isEqualTo(2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailureOfTheFirstCallComesAsItIs(Form form) {
    RuntimeException failure = new IllegalArgumentException("no such model");
    script.add(failure);
    assertThat(catchThrowable(() -> form.run(ToolLoop.of(chat()), question))).isSameAs(failure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"length", "content_filter", "error"})
  void noCallOfAnAnswerThatWasBrokenOffIsRun(String reason) {
    script.add(answer(calls("weather", "weather"), FinishReason.of(reason)));
    ToolLoop loop = ToolLoop.of(chat()).with(tool(arguments -> "never"));
    assertThatExceptionOfType(ToolLoopException.class)
        .isThrownBy(() -> loop.run(question))
        .withMessageContaining("broken off (" + reason + ")")
        .satisfies(e -> assertThat(e.partial().openCalls()).hasSize(2));
    assertThat(begun).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aCallOfAToolWithoutAHandlerIsForTheCaller(Form form) {
    ChatRequest asking =
        ChatRequest.builder()
            .from(question)
            .addTools(Tool.builder().name("ask_user").build())
            .build();
    ToolLoop loop = ToolLoop.of(chat()).with(tool(arguments -> "fine")).maxRounds(2);
    asks("ask_user", "weather");
    ToolRun run = form.run(loop, asking);
    assertThat(run.rounds()).isEqualTo(1);
    assertThat(run.openCalls()).extracting(ToolCall::name).containsExactly("ask_user");
    assertThat(run.messages()).hasSize(3).last().isEqualTo(ChatMessage.tool("weather", "fine"));

    script.add(answer(calls("ask_user"), FinishReason.TOOL_CALLS));
    ToolRun onlyTheirs = form.run(loop.maxRounds(1), asking);
    assertThat(onlyTheirs.openCalls()).as("no bound is met by them").hasSize(1);
    assertThat(onlyTheirs.messages()).hasSize(2);
  }

  @Test
  void aRunHasEachAnswerAndTheSumOfTheirTokens() {
    asks("{}");
    says("Done.");
    ToolRun run = ToolLoop.of(chat()).with(tool(arguments -> "fine")).run(question);
    assertThat(run.answers())
        .extracting(answer -> answer.requestId().orElseThrow())
        .containsExactly("r1", "r2");
    assertThat(run.usage())
        .contains(new Usage(2, 2, 4, OptionalLong.empty(), OptionalLong.of(2), Map.of()));
    assertThat(run.totalTokens()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void aListenerIsToldAllAndBreaksNothing(Form form) {
    List<String> told = new ArrayList<>();
    ToolListener listener =
        new ToolListener() {
          @Override
          public void roundStart(int round, ChatRequest request) {
            told.add("ask " + round + " with " + request.messages().size());
            throw new IllegalStateException("broken");
          }

          @Override
          public void roundEnd(int round, ChatCompletion answer) {
            told.add("answer " + round + " " + answer.requestId().orElseThrow());
          }

          @Override
          public void callStart(ToolCall call) {
            told.add("call " + call.id());
          }

          @Override
          public void callEnd(ToolCall call, String result) {
            told.add("result " + call.id() + " " + result);
          }

          @Override
          public void callFailed(ToolCall call, Throwable failure) {
            told.add("failed " + call.id() + " " + failure.getClass().getSimpleName());
            throw new IllegalStateException("broken");
          }
        };
    asks("weather", "nobody");
    says("Done.");
    form.run(ToolLoop.of(chat()).with(tool(arguments -> "fine")).listener(listener), question);
    assertThat(told)
        .containsExactly(
            "ask 1 with 1",
            "answer 1 r1",
            "call weather",
            "result weather fine",
            "call nobody",
            "failed nobody IllegalArgumentException",
            "ask 2 with 4",
            "answer 2 r2");
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
                    () -> {
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
    RequestOptions three = RequestOptions.builder().putExtraBody("n", Json.of("3")).build();
    ChatRequest byName = ChatRequest.builder().from(question).putExtra("n", Json.of(3)).build();
    String refused = "a loop of tools goes on with one answer, but n is ";
    assertThatIllegalArgumentException().isThrownBy(() -> loop.run(two)).withMessage(refused + 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loop.run(byName))
        .withMessage(refused + 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loop.run(question, three))
        .withMessage(refused + 3);
    defaults = three;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loop.run(question))
        .withMessage(refused + 3);
    assertThat(requests).isEmpty();
  }

  /** A tool that must be called would be called in each round, up to the last. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "required | -            | -          | -          | required     | auto",
        "none     | -            | -          | -          | none         | none",
        "-        | -            | -          | -          | -            | -",
        "-        | '\"required\"' | -          | -          | '\"required\"' | '\"auto\"'",
        "-        | '{\"a\":1}'    | -          | -          | '{\"a\":1}'    | '\"auto\"'",
        "-        | '\"none\"'     | -          | -          | '\"none\"'     | '\"none\"'",
        "required | '\"none\"'     | -          | -          | '\"none\"'     | '\"none\"'",
        "none     | -            | -          | '\"any\"'  | '\"any\"'      | '\"auto\"'",
        "-        | '\"none\"'     | -          | '\"any\"'  | '\"any\"'      | '\"auto\"'",
        "-        | '\"required\"' | -          | '\"none\"' | '\"none\"'     | '\"none\"'",
        "-        | -            | '\"any\"'  | -          | '\"any\"'      | '\"auto\"'",
        "required | '\"none\"'     | '\"any\"'  | -          | '\"any\"'      | '\"auto\"'",
        "-        | -            | '\"any\"'  | '\"none\"' | '\"none\"'     | '\"none\"'",
        "-        | -            | '\"none\"' | -          | '\"none\"'     | '\"none\"'",
        "required | null         | -          | -          | null         | null",
      })
  void aToolMustBeCalledInTheFirstRoundAlone(
      @Nullable String typed,
      @Nullable String extra,
      @Nullable String byDefault,
      @Nullable String body,
      @Nullable String first,
      @Nullable String later) {
    ChatRequest.Builder request = ChatRequest.builder().from(question);
    RequestOptions.Builder with = RequestOptions.builder().timeout(Duration.ofMinutes(5));
    if (typed != null) {
      request.toolChoice(typed.equals("none") ? ToolChoice.none() : ToolChoice.required());
    }
    if (extra != null) {
      request.putExtra("tool_choice", Json.parse(extra));
    }
    if (byDefault != null) {
      defaults =
          RequestOptions.builder().putExtraBody("tool_choice", Json.parse(byDefault)).build();
    }
    if (body != null) {
      with.putExtraBody("tool_choice", Json.parse(body));
    }
    asks("{}");
    asks("{}");
    says("ok");

    ToolLoop.of(chat()).with(tool(arguments -> "fine")).run(request.build(), with.build());

    assertThat(sentChoice(0)).isEqualTo(first);
    assertThat(sentChoice(1)).isEqualTo(later);
    assertThat(sentChoice(2)).isEqualTo(later);
  }

  /** What is sent: what a call adds wins over what the request adds, and that over the field. */
  private @Nullable String sentChoice(int round) {
    ChatRequest request = requests.get(round);
    Json added = request.extra().get("tool_choice");
    Json ofCall = defaults.with(options.get(round)).extraBody().getOrDefault("tool_choice", added);
    return ofCall == null
        ? request.toolChoice().map(ToolChoice::mode).orElse(null)
        : ofCall.toString();
  }

  /** A tool with the name weather, which notes that it began. */
  private HandledTool tool(ToolHandler<Json> handler) {
    return HandledTool.of(
        "weather",
        "d",
        Json.object().build(),
        arguments -> {
          Object result = handler.handle(arguments);
          if ("never".equals(result)) {
            begun.add("weather");
          }
          return result;
        });
  }
}
