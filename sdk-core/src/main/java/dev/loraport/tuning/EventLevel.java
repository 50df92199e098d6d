package dev.loraport.tuning;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.json.OpenEnum;

/** How grave an event is. */
public final class EventLevel extends OpenEnum {
  private static final Constants<EventLevel> ALL = new Constants<>(EventLevel::new);

  /** For the curious. */
  public static final EventLevel DEBUG = ALL.add("debug");

  /** What was to be expected. */
  public static final EventLevel INFO = ALL.add("info");

  /** Worth a look. */
  public static final EventLevel WARNING = ALL.add("warning");

  /** Something failed. */
  public static final EventLevel ERROR = ALL.add("error");

  private EventLevel(String value) {
    super(value);
  }

  /** The constant of that text in any case, or a new value that keeps the text. */
  @JsonCreator
  public static EventLevel of(String value) {
    return ALL.of(value);
  }

  /** Whether this is one of the constants of this class. */
  public boolean isKnown() {
    return ALL.contains(this);
  }

  /** The constants of this class. */
  public static Iterable<EventLevel> known() {
    return ALL.all();
  }
}
