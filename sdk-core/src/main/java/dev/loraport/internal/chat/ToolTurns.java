package dev.loraport.internal.chat;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.HandledTool;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolChoice;
import dev.loraport.chat.ToolHandler;
import dev.loraport.chat.ToolRun;
import dev.loraport.chat.Usage;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.ToolLoopException;
import dev.loraport.json.Json;
import dev.loraport.spi.LinkedFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a tool loop: what was said so far, and what is to be said next. Steps follow one
 * another, each on one thread.
 */
public final class ToolTurns {
  private final ChatRequest first;
  private final RequestOptions options;
  private final Map<String, ToolHandler<Json>> handlers = new LinkedHashMap<>();
  private final int maxRounds;
  private final OptionalLong maxTotalTokens;
  private final boolean throwing;
  private final long begin = System.nanoTime();
  private final List<ChatMessage> messages;
  private final List<CompletableFuture<String>> results = new ArrayList<>();
  private @Nullable ToolRun run;
  private int rounds;
  private long tokens;

  /**
   * Begins.
   *
   * @param request the conversation to go on with
   * @param options for each call; the time limit is one of the whole run
   * @param tools what may be called
   * @param maxRounds how often the model may be asked
   * @param maxTotalTokens the tokens after which it is not asked again
   * @param throwing whether a call that can't be answered ends the run
   * @throws IllegalArgumentException if the request contradicts a loop
   */
  public ToolTurns(
      ChatRequest request,
      RequestOptions options,
      List<HandledTool> tools,
      int maxRounds,
      OptionalLong maxTotalTokens,
      boolean throwing) {
    if (request.n().orElse(1) != 1) {
      throw new IllegalArgumentException(
          "a loop of tools goes on with one answer, but n is " + request.n().getAsInt());
    }
    List<Tool> all =
        Stream.concat(request.tools().stream(), tools.stream().map(HandledTool::tool)).toList();
    distinct(all);
    tools.forEach(tool -> handlers.put(tool.tool().name(), tool.handler()));
    this.first = ChatRequest.builder().from(request).tools(all).build();
    this.options = options;
    this.maxRounds = maxRounds;
    this.maxTotalTokens = maxTotalTokens;
    this.throwing = throwing;
    this.messages = new ArrayList<>(request.messages());
  }

  /**
   * Refuses two tools of one name.
   *
   * @throws IllegalArgumentException if there are
   */
  public static void distinct(List<Tool> tools) {
    Set<String> names = new HashSet<>();
    for (Tool tool : tools) {
      if (!names.add(tool.name())) {
        throw new IllegalArgumentException("there are two tools with the name " + tool.name());
      }
    }
  }

  /** The next request. */
  public ChatRequest request() {
    if (rounds == 0) {
      return first;
    }
    ChatRequest.Builder next = ChatRequest.builder().from(first).messages(messages);
    // a tool that must be called could be called for ever
    if (first.toolChoice().filter(choice -> !choice.mode().equals("none")).isPresent()) {
      next.toolChoice(ToolChoice.auto());
    }
    return next.build();
  }

  /**
   * The options of the next call.
   *
   * @throws ToolLoopException if there is no time left for it
   */
  public RequestOptions options() {
    if (rounds == 0 || options.timeout().isEmpty()) {
      return options;
    }
    Duration limit = options.timeout().get();
    Duration left = limit.minusNanos(System.nanoTime() - begin);
    if (left.isNegative() || left.isZero()) {
      throw stopped("the time limit of " + limit.toMillis() + " ms passed", null);
    }
    return RequestOptions.builder().from(options).timeout(left).build();
  }

  /**
   * Takes an answer, and begins the calls that it asks for, on this thread.
   *
   * @return done when all of them are, or null if it asks for none
   * @throws ToolLoopException if it asks for some, and a bound is met
   */
  public @Nullable CompletableFuture<Void> take(ChatCompletion answer) {
    rounds++;
    tokens += answer.usage().map(Usage::totalTokens).orElse(0L);
    if (!answer.choices().isEmpty()) {
      messages.add(answer.message());
    }
    run = new ToolRun(answer, messages, rounds, tokens);
    if (answer.choices().isEmpty() || answer.message().toolCalls().isEmpty()) {
      return null;
    }
    List<ToolCall> calls = answer.message().toolCalls();
    if (rounds >= maxRounds) {
      throw stopped(
          "the model still asks for " + names(calls) + ", and maxRounds is " + maxRounds, null);
    }
    if (maxTotalTokens.isPresent() && tokens >= maxTotalTokens.getAsLong()) {
      throw stopped(
          "the model still asks for "
              + names(calls)
              + ", and of maxTotalTokens "
              + maxTotalTokens.getAsLong()
              + " there were used "
              + tokens,
          null);
    }
    return begin(calls);
  }

  private CompletableFuture<Void> begin(List<ToolCall> calls) {
    results.clear();
    for (ToolCall call : calls) {
      CompletableFuture<String> result =
          LinkedFuture.of(Runnable::run, start(call))
              .handle((value, failure) -> text(call, value, failure));
      results.add(result);
      if (result.isCompletedExceptionally()) {
        break;
      }
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new));
    for (CompletableFuture<String> result : results) {
      result.whenComplete(
          (text, failure) -> {
            if (failure != null) {
              all.completeExceptionally(LinkedFuture.cause(failure));
            }
          });
      all.whenComplete((done, failure) -> result.cancel(true));
    }
    return all;
  }

  private CompletableFuture<?> start(ToolCall call) {
    ToolHandler<Json> handler = handlers.get(call.name());
    try {
      if (handler == null) {
        throw new IllegalArgumentException("there is no such tool, only " + handlers.keySet());
      }
      Object result = handler.handle(call.parsedArguments());
      return result instanceof CompletionStage<?> stage
          ? stage.toCompletableFuture()
          : CompletableFuture.completedFuture(result);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(interrupted(e));
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private String text(ToolCall call, @Nullable Object value, @Nullable Throwable failure) {
    Throwable cause = failure;
    if (cause == null) {
      try {
        return value instanceof String text ? text : Json.write(value == null ? "" : value);
      } catch (IllegalArgumentException e) {
        cause = e;
      }
    }
    cause = LinkedFuture.cause(cause);
    if (cause instanceof CallInterruptedException interrupted) {
      throw interrupted;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    String what =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    if (throwing) {
      throw stopped("the tool " + call.name() + " failed: " + what, cause);
    }
    return "error: " + what;
  }

  /**
   * Waits for calls that were begun, and keeps their results.
   *
   * @param pending what {@link #take} gave
   */
  public void await(CompletableFuture<Void> pending) {
    try {
      pending.get();
      answered();
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } catch (ExecutionException e) {
      Throwable cause = LinkedFuture.cause(e.getCause() == null ? e : e.getCause());
      if (cause instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) cause;
    }
  }

  /** Keeps the results of the calls, all of which are done. */
  public ToolTurns answered() {
    ChatCompletion answer = run().answer();
    List<ToolCall> calls = answer.message().toolCalls();
    for (int i = 0; i < calls.size(); i++) {
      messages.add(ChatMessage.tool(calls.get(i).id(), results.get(i).join()));
    }
    run = new ToolRun(answer, messages, rounds, tokens);
    return this;
  }

  /** What was done so far. */
  public ToolRun run() {
    return Objects.requireNonNull(run, "no answer was taken");
  }

  private ToolLoopException stopped(String why, @Nullable Throwable cause) {
    return new ToolLoopException(
        "chat.tools: stopped after round " + rounds + ": " + why, run(), cause);
  }

  private static CallInterruptedException interrupted(InterruptedException cause) {
    return new CallInterruptedException(
        null, "chat.tools", "chat.tools: interrupted while a tool ran", cause);
  }

  private static String names(List<ToolCall> calls) {
    return calls.stream().map(ToolCall::name).distinct().collect(Collectors.joining(", "));
  }
}
