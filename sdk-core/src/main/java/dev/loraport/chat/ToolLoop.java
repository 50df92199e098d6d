package dev.loraport.chat;

import dev.loraport.RequestOptions;
import dev.loraport.internal.chat.ToolTurns;
import dev.loraport.spi.LinkedFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

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
 * fit the class, a handler that throws) is told to the model as {@code error: ...} with the message
 * of the failure, so that it can do better; with {@link #throwingFailures()} it ends the loop.
 * Choices such as {@code required} hold for the first round alone, since the model could never end
 * otherwise.
 *
 * <p>Immutable, and safe for any number of runs at once if the handlers are.
 */
public final class ToolLoop {
  /** The bound of the rounds where none is set. */
  public static final int DEFAULT_MAX_ROUNDS = 10;

  private final ChatService chat;
  private final List<HandledTool> tools;
  private final int maxRounds;
  private final OptionalLong maxTotalTokens;
  private final boolean throwing;

  private ToolLoop(
      ChatService chat,
      List<HandledTool> tools,
      int maxRounds,
      OptionalLong maxTotalTokens,
      boolean throwing) {
    this.chat = Objects.requireNonNull(chat, "chat");
    this.tools = tools;
    this.maxRounds = maxRounds;
    this.maxTotalTokens = maxTotalTokens;
    this.throwing = throwing;
  }

  /** A loop without tools yet. */
  public static ToolLoop of(ChatService chat) {
    return new ToolLoop(chat, List.of(), DEFAULT_MAX_ROUNDS, OptionalLong.empty(), false);
  }

  /**
   * Adds a tool.
   *
   * @throws IllegalArgumentException if there is one of that name
   */
  public ToolLoop with(HandledTool tool) {
    List<HandledTool> more = new ArrayList<>(tools);
    more.add(Objects.requireNonNull(tool, "tool"));
    ToolTurns.distinct(more.stream().map(HandledTool::tool).toList());
    return new ToolLoop(chat, List.copyOf(more), maxRounds, maxTotalTokens, throwing);
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
    return new ToolLoop(chat, tools, rounds, maxTotalTokens, throwing);
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
    return new ToolLoop(chat, tools, maxRounds, OptionalLong.of(tokens), throwing);
  }

  /**
   * Ends the loop with an exception when a call can't be answered, instead of telling the model.
   */
  public ToolLoop throwingFailures() {
    return new ToolLoop(chat, tools, maxRounds, maxTotalTokens, true);
  }

  /** As {@link #run(ChatRequest, RequestOptions)} with the options of the client. */
  public ToolRun run(ChatRequest request) {
    return run(request, RequestOptions.none());
  }

  /**
   * Runs the loop on the calling thread, handlers included.
   *
   * @param request the conversation to go on with; the tools are added to its own
   * @param options for each call; the time limit among them is one of the whole loop
   * @throws dev.loraport.error.ToolLoopException if a bound is met, or a tool fails and failures
   *     are thrown
   * @throws dev.loraport.error.LoraportException what {@link ChatService#complete} throws
   * @throws dev.loraport.error.CallInterruptedException if the thread is interrupted
   * @throws IllegalArgumentException if the request asks for more than one answer, or has a tool of
   *     the same name
   */
  public ToolRun run(ChatRequest request, RequestOptions options) {
    ToolTurns turns = turns(request, options);
    while (true) {
      ChatCompletion answer = chat.complete(turns.request(), turns.options());
      CompletableFuture<Void> pending = turns.take(answer);
      if (pending == null) {
        return turns.run();
      }
      turns.await(pending);
    }
  }

  /** As {@link #runAsync(ChatRequest, RequestOptions)} with the options of the client. */
  public CompletableFuture<ToolRun> runAsync(ChatRequest request) {
    return runAsync(request, RequestOptions.none());
  }

  /**
   * Runs the loop without waiting; handlers run on the executor of the client. Cancelling the
   * future ends what is under way: the connection, and the stages that handlers gave.
   *
   * @param request as for {@link #run(ChatRequest, RequestOptions)}
   * @param options as for {@link #run(ChatRequest, RequestOptions)}
   * @throws IllegalArgumentException as {@link #run(ChatRequest, RequestOptions)}; all else is a
   *     failure of the future
   */
  public CompletableFuture<ToolRun> runAsync(ChatRequest request, RequestOptions options) {
    return next(turns(request, options));
  }

  private CompletableFuture<ToolRun> next(ToolTurns turns) {
    CompletableFuture<ChatCompletion> call =
        chat.async().complete(turns.request(), turns.options());
    Executor executor = call.defaultExecutor();
    return LinkedFuture.of(executor, call)
        .thenCompose(
            answer -> {
              CompletableFuture<Void> pending = turns.take(answer);
              return pending == null
                  ? LinkedFuture.done(executor, turns.run())
                  : LinkedFuture.of(executor, pending).thenCompose(done -> next(turns.answered()));
            });
  }

  private ToolTurns turns(ChatRequest request, RequestOptions options) {
    return new ToolTurns(request, options, tools, maxRounds, maxTotalTokens, throwing);
  }
}
