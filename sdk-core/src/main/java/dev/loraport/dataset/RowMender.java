package dev.loraport.dataset;

import dev.loraport.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Mends in a row of its target's format what the target refuses. */
final class RowMender {
  private final DatasetFormat format;
  private final DatasetRules rules;
  private final RowChanges changes;

  RowMender(DatasetFormat format, DatasetRules rules, RowChanges changes) {
    this.format = format;
    this.rules = rules;
    this.changes = changes;
  }

  /** The row, or another one in its place. */
  Json mended(Json row) {
    return switch (format) {
      case CHAT -> with(withoutOthers(row), true, "messages");
      case PROMPTS -> with(row, false, "messages");
      case CHOSEN_REJECTED ->
          with(with(withoutOthers(row), false, "prompt"), true, "chosen", "rejected");
      case PREFERENCE -> {
        Json moved = withoutOthers(toolsInInput(row));
        Json input = with(moved.get("input"), false, "messages");
        yield input.equals(moved.get("input")) ? moved : put(moved, "input", input);
      }
      case INSTRUCTION, TEXT, TOKENS -> withoutOthers(row);
    };
  }

  /** The tools of a preference belong beside its prompt. */
  private Json toolsInInput(Json row) {
    Json input = row.get("input");
    if (row.get("tools").kind() != Json.Kind.ARRAY
        || input.kind() != Json.Kind.OBJECT
        || !input.get("tools").isAbsent()) {
      return row;
    }
    changes.changed("moved-tools");
    Map<String, Json> members = new LinkedHashMap<>(row.members());
    members.remove("tools");
    members.put("input", put(input, "tools", row.get("tools")));
    return Json.object(members);
  }

  /** Drops members that the target does not know, where it does not allow them. */
  private Json withoutOthers(Json row) {
    if (rules.otherRowMembers() == Treatment.ALLOW) {
      return row;
    }
    Map<String, Json> kept = new LinkedHashMap<>(row.members());
    kept.keySet().removeIf(name -> !format.knows(name, rules));
    if (kept.size() == row.members().size()) {
      return row;
    }
    List<String> gone = new ArrayList<>(row.members().keySet());
    gone.removeAll(kept.keySet());
    changes.lost(
        "dropped-members",
        "",
        rules.name()
            + " does not know "
            + RowContext.quoted(String.join(", ", gone))
            + ", which is left out");
    return Json.object(kept);
  }

  private Json with(Json object, boolean ends, String... lists) {
    Json mended = object;
    for (String name : lists) {
      Json list = object.get(name);
      if (list.kind() == Json.Kind.ARRAY) {
        List<Json> messages = new ArrayList<>(list.elements());
        if (rules.sameRoleTwice() == Treatment.REFUSE) {
          join(messages);
        }
        if (ends && rules.lastNotAssistant() == Treatment.REFUSE) {
          cut(messages, name);
        }
        if (!messages.equals(list.elements())) {
          mended = put(mended, name, Json.array(messages));
        }
      }
    }
    return mended;
  }

  static Json put(Json object, String name, Json value) {
    Map<String, Json> members = new LinkedHashMap<>(object.members());
    members.put(name, value);
    return Json.object(members);
  }

  private void join(List<Json> messages) {
    for (int i = messages.size() - 1; i > 0; i--) {
      Json first = messages.get(i - 1);
      Json second = messages.get(i);
      if (isText(first)
          && isText(second)
          && put(first, "content", Json.ofNull()).equals(put(second, "content", Json.ofNull()))) {
        String text =
            first.get("content").string().orElseThrow()
                + "\n\n"
                + second.get("content").string().orElseThrow();
        messages.set(i - 1, put(first, "content", Json.of(text)));
        messages.remove(i);
        changes.changed("joined-messages");
      }
    }
  }

  // two messages of tools are two results; a call, or how it was reasoned, stands by itself
  private static boolean isText(Json message) {
    return message.get("content").kind() == Json.Kind.STRING
        && !Converter.role(message).isEmpty()
        && !Converter.role(message).equals("tool")
        && message.get("tool_calls").isAbsent();
  }

  private void cut(List<Json> messages, String list) {
    int size = messages.size();
    int last = size;
    while (last > 0 && !Converter.role(messages.get(last - 1)).equals("assistant")) {
      last--;
    }
    if (last > 0 && last < size) {
      messages.subList(last, size).clear();
      changes.lost(
          "cut-after-last-answer",
          list + '[' + last + ']',
          "what follows the last answer is left out: nothing is learned from it");
    }
  }
}
