package dev.loraport.dataset;

import java.util.List;
import java.util.Optional;

/** What the rows of a training file look like. */
public enum DatasetFormat {
  /** {@code {"messages": [{"role": …, "content": …}, …]}}. */
  CHAT("conversation", "messages"),
  /** {@code {"prompt": …, "completion": …}}. */
  INSTRUCTION("instruction", "prompt", "completion"),
  /** {@code {"text": …}}. */
  TEXT("general", "text"),
  /**
   * {@code {"input": {"messages": […]}, "preferred_output": […], "non_preferred_output": […]}}:
   * what Together and Fireworks take.
   */
  PREFERENCE("preference_openai", "input", "preferred_output", "non_preferred_output"),
  /**
   * {@code {"chosen": …, "rejected": …}}, each a list of messages or, beside a {@code prompt}, a
   * text: common in open data sets, and taken by no provider as it is.
   */
  CHOSEN_REJECTED("preference_chosen", "chosen", "rejected"),
  /**
   * {@code {"messages": […], …}} up to the prompt, with further members for the evaluator: rows of
   * reinforcement fine-tuning. It is never found by looking, since it looks like a chat.
   */
  PROMPTS("rft", "messages"),
  /**
   * {@code {"input_ids": […], "labels": […], "attention_mask": […]}}: rows of token ids, which
   * Together takes as a Parquet file (its documentation and SDKs, 2025-12 to 2026) and nobody as
   * JSON Lines.
   */
  TOKENS("tokenized", "input_ids");

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> members;

  DatasetFormat(String id, String... members) {
    this.id = id;
    this.members = List.of(members);
  }

  /** The name in a report, such as {@code conversation}; Together's where it has one. */
  public String id() {
    return id;
  }

  /** The members that each row must have. */
  public List<String> members() {
    return members;
  }

  /** Its name and its members, for people. */
  String described() {
    return id + " (\"" + String.join("\" and \"", members) + "\")";
  }

  /** Whether its rows may have a member of that name, by these rules. */
  boolean knows(String name, DatasetRules rules) {
    boolean withTools = this == CHAT || this == PROMPTS || this == CHOSEN_REJECTED;
    return members.contains(name)
        || (this != TOKENS
            && rules.rowMembers().contains(name)
            && (withTools || !name.equals("tools")))
        || (this == CHOSEN_REJECTED && name.equals("prompt"))
        || (this == TOKENS && TokenRows.OTHER_MEMBERS.contains(name));
  }

  /** The format of that {@link #id}, if there is one. */
  public static Optional<DatasetFormat> of(String id) {
    for (DatasetFormat format : values()) {
      if (format.id.equals(id)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
