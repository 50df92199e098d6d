package dev.loraport.internal.chat;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.HandledTool;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolChoice;
import dev.loraport.chat.ToolRun;
import dev.loraport.chat.Usage;
import dev.loraport.error.ToolLoopException;
import dev.loraport.json.Json;
import dev.loraport.spi.LinkedFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a tool loop: what was said so far, and what is to be said next. Steps follow one
 * another, each on one thread.
 */
public final class ToolTurns {
  /** The answer was broken off, maybe within a call. */
  private static final Set<FinishReason> CUT =
      Set.of(FinishReason.LENGTH, FinishReason.CONTENT_FILTER, FinishReason.ERROR);

  private static final String TOOL_CHOICE = "tool_choice";

  private final ChatRequest first;
  private final RequestOptions options;
  private final RequestOptions later;
  private final ToolSettings settings;
  private final Set<String> ofCaller;
  private final Optional<Duration> limit;
  private final long begin = System.nanoTime();
  private final List<ChatMessage> messages;
  private final List<ChatCompletion> answers = new ArrayList<>();
  private @Nullable ToolCalls running;
  private volatile @Nullable Future<?> end;

  /**
   * Begins.
   *
   * @param request the conversation to go on with
   * @param options for each call; the time limit is one of the whole run
   * @param defaults the options below those of each call
   * @param settings how to run
   * @throws IllegalArgumentException if the request contradicts a loop
   */
  public ToolTurns(
      ChatRequest request, RequestOptions options, RequestOptions defaults, ToolSettings settings) {
    Map<String, Json> extra = request.extra();
    Map<String, Json> extraBody = defaults.with(options).extraBody();
    long n = BodyWriter.answers(request.n(), extra, extraBody);
    if (n != 1) {
      throw new IllegalArgumentException("a loop of tools goes on with one answer, but n is " + n);
    }
    List<Tool> all =
        Stream.concat(request.tools().stream(), settings.tools().stream().map(HandledTool::tool))
            .toList();
    ToolSettings.distinct(all);
    this.first = ChatRequest.builder().from(request).tools(all).build();
    this.options = options;
    Json choice = BodyWriter.added(TOOL_CHOICE, extra, extraBody);
    // as in a follow-up, in the place that wins
    this.later =
        choice == null || choice.isAbsent() || choice.equals(Json.of("none"))
            ? options
            : RequestOptions.builder()
                .from(options)
                .putExtraBody(TOOL_CHOICE, Json.of("auto"))
                .build();
    this.settings = settings;
    this.ofCaller = request.tools().stream().map(Tool::name).collect(Collectors.toSet());
    // zero switches a limit off
    this.limit = options.timeout().filter(time -> !time.isZero());
    this.messages = new ArrayList<>(request.messages());
  }

  /** The future that nobody wants a value of once it has ended. */
  public void endsWith(Future<?> future) {
    end = future;
  }

  /** The next request. */
  public ChatRequest request() {
    ChatRequest next = answers.isEmpty() ? first : followUp();
    settings.tell(to -> to.roundStart(answers.size() + 1, next));
    return next;
  }

  private ChatRequest followUp() {
    ChatRequest.Builder next = ChatRequest.builder().from(first).messages(messages);
    // a tool that must be called could be called for ever
    if (first.toolChoice().filter(choice -> !choice.mode().equals("none")).isPresent()) {
      next.toolChoice(ToolChoice.auto());
    }
    return next.build();
  }

  /** The options of the next call. */
  public RequestOptions options() {
    if (answers.isEmpty()) {
      return options;
    }
    Optional<Duration> left = left();
    if (left.isEmpty()) {
      return later;
    }
    if (left.get().isNegative() || left.get().isZero()) {
      throw timeIsOver();
    }
    return RequestOptions.builder().from(later).timeout(left.get()).build();
  }

  private Optional<Duration> left() {
    return limit.map(time -> time.minusNanos(System.nanoTime() - begin));
  }

  private Stop timeIsOver() {
    return new Stop(
        "the time limit of " + limit.map(Duration::toMillis).orElse(0L) + " ms passed", null);
  }

  /**
   * Takes an answer, and begins the calls that it asks for, on this thread.
   *
   * @return done when all of them are, or null if the run ends with this answer
   */
  public @Nullable CompletableFuture<Void> take(ChatCompletion answer) {
    answers.add(answer);
    settings.tell(to -> to.roundEnd(answers.size(), answer));
    if (answer.choices().isEmpty()) {
      return null;
    }
    messages.add(answer.message());
    List<ToolCall> calls = answer.message().toolCalls();
    List<ToolCall> mine = calls.stream().filter(call -> !isOfCaller(call)).toList();
    if (!calls.isEmpty()) {
      refuseCut(answer, calls);
    }
    if (mine.isEmpty()) {
      return null;
    }
    refuseBeyondBounds(mine);
    ToolCalls begun = new ToolCalls(mine, first.tools(), settings);
    running = begun;
    return begun.begin(this::over);
  }

  private boolean isOfCaller(ToolCall call) {
    return ofCaller.contains(call.name());
  }

  private static void refuseCut(ChatCompletion answer, List<ToolCall> calls) {
    answer
        .finishReason()
        .filter(CUT::contains)
        .ifPresent(
            reason -> {
              throw new Stop(
                  "the answer that asks for "
                      + names(calls)
                      + " was broken off ("
                      + reason
                      + "), so no tool was run"
                      + (reason.equals(FinishReason.LENGTH) ? "; raise maxTokens" : ""),
                  null);
            });
  }

  private void refuseBeyondBounds(List<ToolCall> calls) {
    if (answers.size() >= settings.maxRounds()) {
      throw new Stop(
          "the model still asks for " + names(calls) + ", and maxRounds is " + settings.maxRounds(),
          null);
    }
    long tokens =
        answers.stream().flatMap(a -> a.usage().stream()).mapToLong(Usage::totalTokens).sum();
    if (tokens >= settings.maxTotalTokens().orElse(Long.MAX_VALUE)) {
      throw new Stop(
          "the model still asks for "
              + names(calls)
              + ", and of maxTotalTokens "
              + settings.maxTotalTokens().getAsLong()
              + " there were used "
              + tokens,
          null);
    }
  }

  private @Nullable RuntimeException over() {
    Future<?> given = end;
    if (given != null && given.isDone()) {
      return new CancellationException("nobody waits for the run any more");
    }
    if (Thread.currentThread().isInterrupted()) {
      return ToolCalls.interrupted(null);
    }
    return left().filter(rest -> rest.isNegative() || rest.isZero()).isPresent()
        ? timeIsOver()
        : null;
  }

  /**
   * The calls that were begun, ended when the time is over.
   *
   * @param pending what {@link #take} gave
   * @param executor where it is ended
   */
  public CompletableFuture<Void> timed(CompletableFuture<Void> pending, Executor executor) {
    Optional<Duration> left = left();
    if (left.isPresent() && !pending.isDone()) {
      CompletableFuture<Boolean> timer =
          new CompletableFuture<Boolean>()
              .completeOnTimeout(true, nanos(left.get()), TimeUnit.NANOSECONDS);
      // not on the thread of the timer, since what follows runs code of users
      timer.thenAcceptAsync(
          isOver -> {
            if (isOver) {
              pending.completeExceptionally(timeIsOver());
            }
          },
          executor);
      pending.whenComplete((done, failure) -> timer.complete(false));
    }
    return pending;
  }

  private static long nanos(Duration left) {
    return TimeUnit.NANOSECONDS.convert(left);
  }

  /**
   * Waits for calls that were begun, and keeps their results.
   *
   * @param pending what {@link #take} gave
   * @return whether the model is to be asked again
   */
  public boolean await(CompletableFuture<Void> pending) {
    try {
      pending.get(left().map(ToolTurns::nanos).orElse(Long.MAX_VALUE), TimeUnit.NANOSECONDS);
      return answered();
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw ToolCalls.interrupted(e);
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw timeIsOver();
    } catch (ExecutionException e) {
      Throwable cause = LinkedFuture.cause(e.getCause() == null ? e : e.getCause());
      if (cause instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) cause;
    }
  }

  /**
   * Keeps the results of the calls, all of which are done.
   *
   * @return whether the model is to be asked again: not where the caller has calls to answer first
   */
  public boolean answered() {
    ToolRun done = run();
    messages.clear();
    messages.addAll(done.messages());
    running = null;
    return done.answer().message().toolCalls().stream().noneMatch(this::isOfCaller);
  }

  /** What was done so far. */
  public ToolRun run() {
    List<ChatMessage> all = new ArrayList<>(messages);
    ToolCalls begun = running;
    if (begun != null) {
      all.addAll(begun.results());
    }
    return new ToolRun(answers, all);
  }

  /** What the caller gets: the failure with the run so far, if there is anything of it. */
  public RuntimeException failure(RuntimeException failure) {
    if (answers.isEmpty()) {
      return failure;
    }
    return new ToolLoopException(
        "chat.tools: stopped after round " + answers.size() + ": " + failure.getMessage(),
        run(),
        failure instanceof Stop ? failure.getCause() : failure);
  }

  private static String names(List<ToolCall> calls) {
    return calls.stream().map(ToolCall::name).distinct().collect(Collectors.joining(", "));
  }

  /** Ends a run; the caller never sees it, but what {@link #failure} makes of it. */
  static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop(String why, @Nullable Throwable cause) {
      super(why, cause, false, false);
    }
  }
}
