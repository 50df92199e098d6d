package dev.loraport.chat;

import dev.loraport.RequestOptions;
import dev.loraport.internal.chat.ToolSettings;
import dev.loraport.internal.chat.ToolTurns;
import dev.loraport.spi.LinkedFuture;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Chats with a model until it asks for no more tools: each call that it asks for is answered by the
 * {@link HandledTool} of that name, in the order of the calls. Never without an end: the rounds are
 * bounded, the tokens and the time can be.
 *
 * <pre>{@code
 * ToolRun run = ToolLoop.of(client.chat())
 *     .with(HandledTool.of("get_weather", "The weather now", schema, City.class, this::weather))
 *     .maxRounds(5)
 *     .run(ChatRequest.of(model, "What should I wear in Oslo?"));
 * }</pre>
 *
 * <p>A call that can't be answered (a tool that nobody offered, arguments that aren't JSON or don't
 * fit the class, a handler that throws) is told to the model as {@code error: ...}, so that it can
 * do better; with {@link #throwingFailures()} it ends the loop. Otherwise the run doesn't show it,
 * and nothing logs it: what was thrown goes to {@link ToolListener#callFailed} of the {@link
 * #listener}, which is where to log it.
 *
 * <p>Choices such as {@code required} hold for the first round alone, since the model could never
 * end otherwise.
 *
 * <p>Tools that only the request has, without a handler, are for the caller, who may ask a person
 * first: an answer with a call of one ends the run, after the handlers of its other calls. {@link
 * ToolRun#openCalls()} are those to be answered before the conversation goes on.
 *
 * <p>An answer that was broken off ({@code length}, {@code content_filter}, {@code error}) may hold
 * half a call, so none of its calls is run, and the loop ends.
 *
 * <p>Immutable, and safe for any number of runs at once if the handlers and the listener are.
 */
public final class ToolLoop {
  /** The bound of the rounds where none is set. */
  public static final int DEFAULT_MAX_ROUNDS = 10;

  private final ChatService chat;
  private final ToolSettings settings;

  private ToolLoop(ChatService chat, ToolSettings settings) {
    this.chat = Objects.requireNonNull(chat, "chat");
    this.settings = settings;
  }

  /** A loop without tools yet. */
  public static ToolLoop of(ChatService chat) {
    return new ToolLoop(chat, ToolSettings.standard(DEFAULT_MAX_ROUNDS));
  }

  /**
   * Adds a tool.
   *
   * @throws IllegalArgumentException if there is one of that name
   */
  public ToolLoop with(HandledTool tool) {
    return new ToolLoop(chat, settings.and(tool));
  }

  /**
   * How often the model may be asked, 1 or more; {@value #DEFAULT_MAX_ROUNDS} if it isn't said. If
   * it asks for tools in the last of them, they are not run.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ToolLoop maxRounds(int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException("maxRounds must be 1 or more, not " + rounds);
    }
    return new ToolLoop(chat, settings.maxRounds(rounds));
  }

  /**
   * The sum of tokens, of prompts and answers as billed, after which the model is not asked again.
   * The round that goes beyond it is paid for. A provider that tells no usage can't be bounded so.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ToolLoop maxTotalTokens(long tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException("maxTotalTokens must be 1 or more, not " + tokens);
    }
    return new ToolLoop(chat, settings.maxTotalTokens(tokens));
  }

  /**
   * Ends the loop with an exception when a call can't be answered, instead of telling the model.
   */
  public ToolLoop throwingFailures() {
    return new ToolLoop(chat, settings.endingAtFailures());
  }

  /**
   * What the model is told of a call that can't be answered, after {@code error: }. Without it, it
   * is told the message of an {@link IllegalArgumentException}, which says what is wrong with the
   * arguments, and of all else only the simple name of the class: the messages of other exceptions
   * may hold addresses, names and keys that are no business of a model.
   *
   * @param text makes the text from the call and what the handler threw
   */
  public ToolLoop tellingFailures(BiFunction<ToolCall, Throwable, String> text) {
    return new ToolLoop(chat, settings.telling(text));
  }

  /**
   * Tells a listener what the loop does, {@link ToolListener#callFailed} what a handler threw: the
   * place to log it.
   */
  public ToolLoop listener(ToolListener listener) {
    return new ToolLoop(chat, settings.listener(listener));
  }

  /**
   * Asks for each answer as a stream, and hands over its chunks as they come, the fragments of
   * calls among them; tools run when their answer is whole. An answer that breaks off runs none:
   * its {@link dev.loraport.error.StreamException} keeps what came, as a failure of the first
   * answer or the cause of one of a later.
   *
   * <p>Chunks are handed over one at a time, between {@link ToolListener#roundStart} and {@link
   * ToolListener#roundEnd}: on the thread that {@link #run(ChatRequest, RequestOptions) runs} the
   * loop, or on the executor of the client. What the consumer throws ends the answer and the run,
   * so that nobody pays for text that can't be shown.
   *
   * @param chunks takes them
   */
  public ToolLoop streaming(Consumer<? super ChatChunk> chunks) {
    return new ToolLoop(chat, settings.streaming(chunks));
  }

  /** As {@link #run(ChatRequest, RequestOptions)} with the options of the client. */
  public ToolRun run(ChatRequest request) {
    return run(request, RequestOptions.none());
  }

  /**
   * Runs the loop on the calling thread, handlers included.
   *
   * @param request the conversation to go on with; the tools are added to its own
   * @param options for each call; the time limit among them is one of the whole loop. It ends the
   *     wait for stages of handlers, which are cancelled, and lets no handler begin; one that
   *     blocks its thread is waited for
   * @throws dev.loraport.error.ToolLoopException if a bound is met, a tool fails and failures are
   *     thrown, or anything fails after the first answer; the run so far is kept in it
   * @throws dev.loraport.error.LoraportException what {@link ChatService#complete} throws for the
   *     first round, or {@link ChatService#stream} and its chunks
   * @throws IllegalArgumentException if the request asks for more than one answer, or has a tool of
   *     the same name
   */
  public ToolRun run(ChatRequest request, RequestOptions options) {
    ToolTurns turns = new ToolTurns(request, options, chat.defaults(), settings);
    try {
      CompletableFuture<Void> pending;
      do {
        pending = turns.take(ask(turns));
      } while (pending != null && turns.await(pending));
      return turns.run();
    } catch (RuntimeException e) {
      throw turns.failure(e);
    }
  }

  private ChatCompletion ask(ToolTurns turns) {
    Consumer<? super ChatChunk> chunks = settings.chunks();
    if (chunks == null) {
      return chat.complete(turns.request(), turns.options());
    }
    try (ChatStream stream = chat.stream(turns.request(), turns.options())) {
      stream.forEach(chunks);
      return stream.result();
    }
  }

  /** As {@link #runAsync(ChatRequest, RequestOptions)} with the options of the client. */
  public CompletableFuture<ToolRun> runAsync(ChatRequest request) {
    return runAsync(request, RequestOptions.none());
  }

  /**
   * Runs the loop without waiting; handlers run on the executor of the client. Cancelling the
   * future ends what is under way: the connection, and the stages that handlers gave. No handler
   * begins after that.
   *
   * @param request as for {@link #run(ChatRequest, RequestOptions)}
   * @param options as for {@link #run(ChatRequest, RequestOptions)}
   * @throws IllegalArgumentException as {@link #run(ChatRequest, RequestOptions)}; all else is a
   *     failure of the future
   */
  public CompletableFuture<ToolRun> runAsync(ChatRequest request, RequestOptions options) {
    ToolTurns turns = new ToolTurns(request, options, chat.defaults(), settings);
    CompletableFuture<ToolRun> run =
        next(turns)
            .exceptionallyCompose(
                failure ->
                    CompletableFuture.failedFuture(
                        failure instanceof RuntimeException e ? turns.failure(e) : failure));
    turns.endsWith(run);
    return run;
  }

  private CompletableFuture<ToolRun> next(ToolTurns turns) {
    Consumer<? super ChatChunk> chunks = settings.chunks();
    CompletableFuture<ChatCompletion> call =
        chunks == null
            ? chat.async().complete(turns.request(), turns.options())
            : chat.async().stream(turns.request(), turns.options(), chunks);
    Executor executor = call.defaultExecutor();
    return LinkedFuture.of(executor, call)
        .thenCompose(
            answer -> {
              CompletableFuture<Void> pending = turns.take(answer);
              return pending == null
                  ? LinkedFuture.done(executor, turns.run())
                  : LinkedFuture.of(executor, turns.timed(pending, executor))
                      .thenCompose(
                          done ->
                              turns.answered()
                                  ? next(turns)
                                  : LinkedFuture.done(executor, turns.run()));
            });
  }
}
