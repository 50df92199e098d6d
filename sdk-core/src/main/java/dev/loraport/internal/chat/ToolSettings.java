package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.HandledTool;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolListener;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a loop of tools is to run.
 *
 * @param tools what may be called
 * @param maxRounds how often the model may be asked
 * @param maxTotalTokens the tokens after which it is not asked again
 * @param throwing whether a call that can't be answered ends the run
 * @param telling what the model is told of one, if it doesn't
 * @param listener told what the loop does
 * @param chunks takes the answers as they are written; null asks for whole ones
 */
public record ToolSettings(
    List<HandledTool> tools,
    int maxRounds,
    OptionalLong maxTotalTokens,
    boolean throwing,
    BiFunction<ToolCall, Throwable, String> telling,
    ToolListener listener,
    @Nullable Consumer<? super ChatChunk> chunks) {
  private static final ToolListener NONE = new ToolListener() {};

  /** Those of a loop where nothing is set. */
  public static ToolSettings standard(int maxRounds) {
    return new ToolSettings(
        List.of(), maxRounds, OptionalLong.empty(), false, ToolSettings::safeText, NONE, null);
  }

  /** Other messages may hold what is no business of a model. */
  private static String safeText(ToolCall call, Throwable failure) {
    return failure instanceof IllegalArgumentException && failure.getMessage() != null
        ? failure.getMessage()
        : "the tool failed: " + failure.getClass().getSimpleName();
  }

  /** Tells the listener, whose exceptions break no run. */
  void tell(Consumer<ToolListener> what) {
    try {
      what.accept(listener);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      System.getLogger("dev.loraport.chat").log(Level.WARNING, "a tool listener failed", e);
    }
  }

  /** With one more tool. */
  public ToolSettings and(HandledTool tool) {
    List<HandledTool> more = new ArrayList<>(tools);
    more.add(Objects.requireNonNull(tool, "tool"));
    distinct(more.stream().map(HandledTool::tool).toList());
    return new ToolSettings(
        List.copyOf(more), maxRounds, maxTotalTokens, throwing, telling, listener, chunks);
  }

  /** With another bound of the rounds. */
  public ToolSettings maxRounds(int rounds) {
    return new ToolSettings(tools, rounds, maxTotalTokens, throwing, telling, listener, chunks);
  }

  /** With a bound of the tokens. */
  public ToolSettings maxTotalTokens(long tokens) {
    return new ToolSettings(
        tools, maxRounds, OptionalLong.of(tokens), throwing, telling, listener, chunks);
  }

  /** With failures that end the run. */
  public ToolSettings endingAtFailures() {
    return new ToolSettings(tools, maxRounds, maxTotalTokens, true, telling, listener, chunks);
  }

  /** With failures told in other words. */
  public ToolSettings telling(BiFunction<ToolCall, Throwable, String> text) {
    Objects.requireNonNull(text, "text");
    return new ToolSettings(tools, maxRounds, maxTotalTokens, throwing, text, listener, chunks);
  }

  /** With a listener. */
  public ToolSettings listener(ToolListener told) {
    Objects.requireNonNull(told, "listener");
    return new ToolSettings(tools, maxRounds, maxTotalTokens, throwing, telling, told, chunks);
  }

  /** With streams, whose chunks are handed over. */
  public ToolSettings streaming(Consumer<? super ChatChunk> to) {
    Objects.requireNonNull(to, "chunks");
    return new ToolSettings(tools, maxRounds, maxTotalTokens, throwing, telling, listener, to);
  }

  /**
   * Refuses two tools of one name.
   *
   * @throws IllegalArgumentException if there are
   */
  static void distinct(List<Tool> tools) {
    Set<String> names = new HashSet<>();
    for (Tool tool : tools) {
      if (!names.add(tool.name())) {
        throw new IllegalArgumentException("there are two tools with the name " + tool.name());
      }
    }
  }
}
