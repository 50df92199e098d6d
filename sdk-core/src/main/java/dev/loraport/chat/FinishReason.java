package dev.loraport.chat;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.json.OpenEnum;

/** Why the model stopped. */
public final class FinishReason extends OpenEnum {
  private static final Constants<FinishReason> ALL = new Constants<>(FinishReason::new);

  /** The model was done, or met a stop sequence. */
  public static final FinishReason STOP = ALL.add("stop");

  /** The model was done: it wrote its end-of-sequence token. */
  public static final FinishReason EOS = ALL.add("eos");

  /** The limit of tokens was reached: the answer is cut. */
  public static final FinishReason LENGTH = ALL.add("length");

  /** The model wants tools to be called. */
  public static final FinishReason TOOL_CALLS = ALL.add("tool_calls");

  /** The older form of tool calls. */
  public static final FinishReason FUNCTION_CALL = ALL.add("function_call");

  /** The provider withheld the rest. */
  public static final FinishReason CONTENT_FILTER = ALL.add("content_filter");

  /** The engine failed. */
  public static final FinishReason ERROR = ALL.add("error");

  private FinishReason(String value) {
    super(value);
  }

  /** The constant of that text in any case, or a new value that keeps the text. */
  @JsonCreator
  public static FinishReason of(String value) {
    return ALL.of(value);
  }

  /** Whether this is one of the constants of this class. */
  public boolean isKnown() {
    return ALL.contains(this);
  }

  /** The constants of this class. */
  public static Iterable<FinishReason> known() {
    return ALL.all();
  }
}
