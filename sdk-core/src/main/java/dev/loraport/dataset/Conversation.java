package dev.loraport.dataset;

import org.jspecify.annotations.Nullable;

/** The order of the roles in one conversation, message by message. */
final class Conversation {
  private final DatasetRules rules;
  private final RowContext row;

  private int messages;
  private @Nullable String last;
  private boolean assistantSeen;
  private boolean otherThanSystemSeen;
  private boolean trained;
  private long lastOffset;

  Conversation(DatasetRules rules, RowContext row) {
    this.rules = rules;
    this.row = row;
  }

  void begin() {
    messages = 0;
    last = null;
    assistantSeen = false;
    otherThanSystemSeen = false;
    trained = false;
  }

  /**
   * Takes the next message.
   *
   * @param role null where it could not be read
   * @param offset where the role stands in the line
   * @param masked whether its weight is 0
   */
  void message(@Nullable String role, long offset, boolean masked) {
    int index = messages++;
    lastOffset = offset;
    if (role != null) {
      order(role, index);
    }
    boolean assistant = "assistant".equals(role);
    assistantSeen |= assistant;
    trained |= assistant && !masked;
    otherThanSystemSeen |= !"system".equals(role);
    last = role;
  }

  private void order(String role, int index) {
    if (role.equals("system") && index > 0) {
      report(rules.systemNotFirst(), "system-not-first", index, "a system message comes first");
    } else if (!role.equals("system") && !role.equals("user") && !otherThanSystemSeen) {
      report(
          rules.firstNotUser(),
          "first-not-user",
          index,
          "the conversation begins with " + role + "; let the user speak first");
    }
    if (role.equals(last) && !role.equals("tool")) {
      report(
          rules.sameRoleTwice(),
          "same-role-twice",
          index,
          "two messages in a row from " + role + "; join them into one");
    }
    boolean afterCall = "assistant".equals(last) || "tool".equals(last);
    if (role.equals("tool") && !afterCall && (index == 0 || last != null)) {
      report(
          rules.toolNotAfterAssistant(),
          "tool-not-after-assistant",
          index,
          "a tool message follows the assistant message that called the tool");
    }
  }

  private void report(Treatment treatment, String code, int index, String what) {
    if (treatment != Treatment.ALLOW) {
      row.report(treatment, code, lastOffset, "messages[" + index + "].role", what);
    }
  }

  /**
   * Looks at the whole, after the last message.
   *
   * @param offset where the list stands in the line
   */
  void end(long offset) {
    if (messages == 0) {
      row.error(
          "no-messages", offset, "messages", "the list is empty; add messages or drop the row");
      return;
    }
    if (!assistantSeen) {
      row.error(
          "no-assistant",
          offset,
          "messages",
          "no message is from the assistant, so there is nothing to learn; add its answer");
      return;
    }
    if (last != null && !last.equals("assistant")) {
      row.report(
          rules.lastNotAssistant(),
          "last-not-assistant",
          lastOffset,
          "messages[" + (messages - 1) + "].role",
          "the conversation ends with the role "
              + last
              + "; end it with the assistant's answer, or nothing is learned from its last turn");
    }
    if (!trained) {
      row.warning(
          "nothing-to-train",
          offset,
          "messages",
          "every message of the assistant has weight 0, so nothing is learned from the row");
    }
  }
}
