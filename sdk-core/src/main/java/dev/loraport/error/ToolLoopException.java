package dev.loraport.error;

import dev.loraport.chat.ToolRun;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A loop of tool calls ended without an answer, after the model had given at least one: it met one
 * of its bounds, an answer was cut, a tool failed, or a call to the model did. What was said and
 * done until then is kept; what failed is the cause, such as a {@link RateLimitedException} or a
 * {@link CallInterruptedException}.
 */
public final class ToolLoopException extends LoraportException {
  private static final long serialVersionUID = 1L;

  private final transient ToolRun partial;

  /**
   * Makes an exception.
   *
   * @param message what happened, and what to do, in one line
   * @param partial what was said until then
   * @param cause what the tool or the call threw, if one failed
   */
  public ToolLoopException(String message, ToolRun partial, @Nullable Throwable cause) {
    super(null, "chat.tools", message, cause);
    this.partial = Objects.requireNonNull(partial);
  }

  /**
   * What was said until then, with the results of those tools that were done; {@link
   * ToolRun#openCalls()} are the others.
   */
  public ToolRun partial() {
    return partial;
  }
}
