package dev.loraport.error;

import dev.loraport.chat.ToolRun;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A loop of tool calls ended without an answer: it met one of its bounds, or a tool failed. What
 * was said until then is kept.
 */
public final class ToolLoopException extends LoraportException {
  private static final long serialVersionUID = 1L;

  private final transient ToolRun partial;

  /**
   * Makes an exception.
   *
   * @param message what happened, and what to do, in one line
   * @param partial what was said until then
   * @param cause what the tool threw, if one failed
   */
  public ToolLoopException(String message, ToolRun partial, @Nullable Throwable cause) {
    super(null, "chat.tools", message, cause);
    this.partial = Objects.requireNonNull(partial);
  }

  /** What was said until then; the tool calls of the last answer may have no results. */
  public ToolRun partial() {
    return partial;
  }
}
