package dev.loraport.internal.chat;

import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.HandledTool;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolHandler;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.json.Json;
import dev.loraport.spi.LinkedFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls of one answer that have a handler, or a name that nobody has. */
final class ToolCalls {
  private final List<ToolCall> calls;
  private final List<Tool> offered;
  private final ToolSettings settings;
  private final List<CompletableFuture<String>> results = new ArrayList<>();

  ToolCalls(List<ToolCall> calls, List<Tool> offered, ToolSettings settings) {
    this.calls = calls;
    this.offered = offered;
    this.settings = settings;
  }

  /**
   * Begins them in their order on this thread; stages that handlers give run at the same time.
   *
   * @param over why no further one may begin, or null
   * @return done when all of them are; failing or cancelled it cancels their stages
   */
  CompletableFuture<Void> begin(Supplier<@Nullable RuntimeException> over) {
    Map<String, ToolHandler<ToolCall>> handlers =
        settings.tools().stream()
            .collect(Collectors.toMap(tool -> tool.tool().name(), HandledTool::handler));
    for (ToolCall call : calls) {
      RuntimeException why = over.get();
      CompletableFuture<String> result =
          why == null
              ? LinkedFuture.of(Runnable::run, start(call, handlers))
                  .handle((value, failure) -> text(call, value, failure))
              : CompletableFuture.failedFuture(why);
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

  private CompletableFuture<?> start(ToolCall call, Map<String, ToolHandler<ToolCall>> handlers) {
    try {
      settings.tell(to -> to.callStart(call));
      ToolHandler<ToolCall> handler = handlers.get(call.name());
      if (handler == null) {
        throw new IllegalArgumentException(
            "there is no such tool, only " + offered.stream().map(Tool::name).toList());
      }
      Object result = handler.handle(call);
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
        String text = value instanceof String s ? s : Json.write(value == null ? "" : value);
        settings.tell(to -> to.callEnd(call, text));
        return text;
      } catch (IllegalArgumentException e) {
        cause = e;
      }
    }
    Throwable thrown = LinkedFuture.cause(cause);
    settings.tell(to -> to.callFailed(call, thrown));
    if (thrown instanceof CallInterruptedException interrupted) {
      throw interrupted;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (settings.throwing()) {
      String what = thrown.getMessage();
      throw new ToolTurns.Stop(
          "the tool "
              + call.name()
              + " failed: "
              + (what == null ? thrown.getClass().getSimpleName() : what),
          thrown);
    }
    return "error: " + settings.telling().apply(call, thrown);
  }

  static CallInterruptedException interrupted(@Nullable InterruptedException cause) {
    return new CallInterruptedException(
        null, "chat.tools", "chat.tools: interrupted while tools ran", cause);
  }

  /** The results that are there. */
  List<ChatMessage> results() {
    List<ChatMessage> told = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      CompletableFuture<String> result = results.get(i);
      if (result.isDone() && !result.isCompletedExceptionally()) {
        told.add(ChatMessage.tool(calls.get(i).id(), result.join()));
      }
    }
    return told;
  }
}
