package dev.loraport.chat;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.json.OpenEnum;

/** Who a message is from. */
public final class Role extends OpenEnum {
  private static final Constants<Role> ALL = new Constants<>(Role::new);

  /** The instructions above the conversation. */
  public static final Role SYSTEM = ALL.add("system");

  /** Instructions under their newer name. */
  public static final Role DEVELOPER = ALL.add("developer");

  /** The person, or the program in their place. */
  public static final Role USER = ALL.add("user");

  /** The model. */
  public static final Role ASSISTANT = ALL.add("assistant");

  /** The result of a tool that the model called. */
  public static final Role TOOL = ALL.add("tool");

  private Role(String value) {
    super(value);
  }

  /** The constant of that text in any case, or a new value that keeps the text. */
  @JsonCreator
  public static Role of(String value) {
    return ALL.of(value);
  }

  /** Whether this is one of the constants of this class. */
  public boolean isKnown() {
    return ALL.contains(this);
  }

  /** The constants of this class. */
  public static Iterable<Role> known() {
    return ALL.all();
  }
}
