package dev.loraport.dataset;

import org.jspecify.annotations.Nullable;

/** The order of the roles in one list of messages, and the tokens that its turns come to. */
final class Conversation {
  /** What a list of messages is for. */
  enum Kind {
    /** A whole conversation to be learned from. */
    CHAT,
    /** What comes before the two answers of a preference. */
    PREFERENCE_PROMPT,
    /** What an evaluator's answers are asked with. */
    PROMPT,
    /** One of the two answers of a preference. */
    OUTPUT
  }

  /** Bytes of text from which on a script is told. */
  private static final int SCRIPT_BYTES = 24;

  private final DatasetRules rules;
  private final RowContext row;

  private Kind kind = Kind.CHAT;
  private String path = "messages";
  private int messages;
  private @Nullable String last;
  private boolean assistantSeen;
  private boolean otherThanSystemSeen;
  private boolean trained;
  private int lastOffset;
  private int users;
  private @Nullable Script userScript;
  private Language userLanguage = Language.UNKNOWN;
  private boolean answerTold;
  private boolean mixTold;
  private boolean answered;
  private int items;
  private long unrolled;

  Conversation(DatasetRules rules, RowContext row) {
    this.rules = rules;
    this.row = row;
  }

  void begin(Kind ofKind, String atPath) {
    kind = ofKind;
    path = atPath;
    messages = 0;
    last = null;
    assistantSeen = false;
    otherThanSystemSeen = false;
    trained = false;
    users = 0;
    userScript = null;
    userLanguage = Language.UNKNOWN;
    answerTold = false;
    mixTold = false;
    answered = false;
    items = 0;
    unrolled = 0;
  }

  /**
   * Takes the next message.
   *
   * @param role null where it could not be read
   * @param offset where the role stands in the line
   * @param masked whether its weight is 0
   * @param unitsBefore the tokens of the messages before it
   */
  void message(@Nullable String role, int offset, boolean masked, long unitsBefore) {
    int index = messages++;
    lastOffset = offset;
    if (role != null && kind != Kind.OUTPUT) {
      order(role, index);
    }
    if ("assistant".equals(role)) {
      assistantSeen = true;
      trained |= !masked;
      answered = true;
    } else if ("user".equals(role)) {
      users++;
      endItem(unitsBefore);
    }
    otherThanSystemSeen |= !"system".equals(role);
    last = role;
  }

  // one item for each user turn, with all that came before, as Fireworks' trainer cuts it
  private void endItem(long units) {
    if (answered) {
      unrolled += units;
      items++;
      answered = false;
    }
  }

  private void order(String role, int index) {
    if (role.equals("system") && index > 0) {
      report(rules.systemNotFirst(), "system-not-first", index, "a system message comes first");
    } else if (!role.equals("system") && !role.equals("user") && !otherThanSystemSeen) {
      if (row.finds(rules.firstNotUser(), "first-not-user")) {
        tell(index, "the conversation begins with " + role + "; let the user speak first");
      }
    }
    if (role.equals(last) && !role.equals("tool")) {
      if (row.finds(rules.sameRoleTwice(), "same-role-twice")) {
        tell(index, "two messages in a row from " + role + "; join them into one");
      }
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
    if (row.finds(treatment, code)) {
      tell(index, what);
    }
  }

  private void tell(int index, String what) {
    row.tell(lastOffset, path + '[' + index + "].role", what);
  }

  /** Takes the script of the last message, and its language where that is in question. */
  void script(Script script, MessageTexts texts, int offset) {
    boolean user = "user".equals(last);
    if (texts.bytes() < SCRIPT_BYTES
        || mixTold
        || !(user || "assistant".equals(last))
        || rules.mixedLanguages() == Treatment.ALLOW) {
      return;
    }
    if (user) {
      userScript = script;
      if (!answerTold && script == Script.LATIN) {
        // who goes on in another language asks in that one
        Language language = texts.language();
        userLanguage = language == Language.UNKNOWN ? userLanguage : language;
      }
    } else if (userScript != null && userScript != script) {
      mixed(script + " letters", userScript + " ones", offset);
    } else if (!answerTold && script == Script.LATIN && userLanguage != Language.UNKNOWN) {
      // one answer tells: the first one of which the language is known
      Language language = texts.language();
      answerTold = language != Language.UNKNOWN;
      if (answerTold && language != userLanguage) {
        mixed(language.toString(), userLanguage + ", by their commonest words", offset);
      }
    }
  }

  private void mixed(String answered, String asked, int offset) {
    mixTold = true;
    if (row.finds(rules.mixedLanguages(), "mixed-languages")) {
      row.tell(
          offset,
          path + '[' + (messages - 1) + ']',
          "the assistant answers in "
              + answered
              + " what the user wrote in "
              + asked
              + "; fine for translation, else answer in the user's language");
    }
  }

  /** How many messages the user had. */
  int users() {
    return users;
  }

  /** How many items the trainer makes of it. */
  int items() {
    return items;
  }

  /** The tokens of all items, each with all messages before it. */
  long unrolled() {
    return unrolled;
  }

  /**
   * Looks at the whole, after the last message.
   *
   * @param offset where the list stands in the line
   * @param units the tokens of all messages
   */
  void end(int offset, long units) {
    endItem(units);
    if (kind == Kind.OUTPUT) {
      output(offset);
      return;
    }
    if (messages == 0) {
      if (row.error("no-messages")) {
        row.tell(offset, path, "the list is empty; add messages or drop the row");
      }
      return;
    }
    switch (kind) {
      case CHAT -> chat(offset);
      case PREFERENCE_PROMPT -> preferencePrompt(offset);
      case PROMPT -> {
        if ("assistant".equals(last) && row.warning("prompt-ends-with-assistant")) {
          tell(messages - 1, "the prompt ends with an answer; leave the answer to the model");
        }
      }
      case OUTPUT -> throw new AssertionError();
    }
  }

  private void chat(int offset) {
    if (!assistantSeen) {
      if (row.error("no-assistant")) {
        row.tell(
            offset,
            path,
            "no message is from the assistant, so there is nothing to learn; add its answer");
      }
      return;
    }
    if (last != null
        && !last.equals("assistant")
        && row.finds(rules.lastNotAssistant(), "last-not-assistant")) {
      tell(
          messages - 1,
          "the conversation ends with the role "
              + last
              + "; end it with the assistant's answer, or nothing is learned from its last turn");
    }
    if (!trained && row.warning("nothing-to-train")) {
      row.tell(
          offset,
          path,
          "every message of the assistant has weight 0, so nothing is learned from the row");
    }
  }

  private void preferencePrompt(int offset) {
    if ("assistant".equals(last)) {
      if (row.error("prompt-ends-with-assistant")) {
        tell(messages - 1, "the prompt ends with an answer; the answers are the two outputs");
      }
    } else if ((users != 1 || assistantSeen)
        && row.finds(rules.preferenceOfManyTurns(), "preference-prompt")) {
      row.tell(
          offset,
          path,
          "a prompt has exactly one user turn, not "
              + users
              + (assistantSeen ? " with answers between them" : "")
              + ", besides system messages; keep the last, or make it one");
    }
  }

  private void output(int offset) {
    if ((messages != 1 || !assistantSeen) && row.error("preference-output")) {
      row.tell(
          offset, path, '"' + path + "\" must be a list with exactly one message, the assistant's");
    }
  }
}
