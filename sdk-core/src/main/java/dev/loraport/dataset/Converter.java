package dev.loraport.dataset;

import dev.loraport.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes rows of one format of rows of another, and mends what a target refuses. */
final class Converter {
  private final DatasetFormat from;
  private final DatasetFormat to;
  private final DatasetRules rules;
  private final Map<String, Long> changes = new TreeMap<>();

  Converter(DatasetFormat from, DatasetFormat to, DatasetRules rules) {
    this.from = from;
    this.to = to;
    this.rules = rules;
    if (from != to && !hasWay(from, to)) {
      throw new IllegalArgumentException(
          "there is no way from rows of the format " + from.id() + " to " + to.id());
    }
  }

  private static boolean hasWay(DatasetFormat from, DatasetFormat to) {
    return switch (to) {
      case CHAT -> from != DatasetFormat.TEXT;
      case PREFERENCE -> from == DatasetFormat.CHOSEN_REJECTED;
      case CHOSEN_REJECTED -> from == DatasetFormat.PREFERENCE;
      case PROMPTS -> from == DatasetFormat.CHAT || from == DatasetFormat.INSTRUCTION;
      case INSTRUCTION -> from == DatasetFormat.CHAT;
      case TEXT -> false;
    };
  }

  /** What was changed, by code. */
  Map<String, Long> changes() {
    return changes;
  }

  void changed(String code) {
    changes.merge(code, 1L, Long::sum);
  }

  /** The row in the other format; empty if it can't be said in it. */
  Optional<Json> convert(Json row) {
    Optional<Json> converted = from == to ? Optional.of(row) : converted(row);
    if (from != to && converted.isPresent()) {
      changed(from.id() + "-to-" + to.id());
    }
    return converted.map(this::withoutOthers).map(this::mended);
  }

  private Optional<Json> converted(Json row) {
    return switch (to) {
      case CHAT -> chat(row).map(messages -> with(row, Map.of("messages", messages)));
      case PREFERENCE -> preference(row);
      case CHOSEN_REJECTED -> chosenRejected(row);
      case PROMPTS -> chat(row).flatMap(messages -> prompt(row, messages));
      case INSTRUCTION -> instruction(row);
      case TEXT -> Optional.empty();
    };
  }

  private Optional<Json> chat(Json row) {
    return switch (from) {
      case CHAT, PROMPTS -> present(row.get("messages"));
      case INSTRUCTION ->
          Optional.of(
              Json.array(
                  List.of(
                      message("user", row.get("prompt")),
                      message("assistant", row.get("completion")))));
      case PREFERENCE ->
          Optional.of(joined(row.get("input").get("messages"), row.get("preferred_output")));
      case CHOSEN_REJECTED -> Optional.of(side(row, "chosen"));
      case TEXT -> Optional.empty();
    };
  }

  private static Optional<Json> present(Json value) {
    return value.kind() == Json.Kind.ARRAY ? Optional.of(value) : Optional.empty();
  }

  /** The whole conversation of one side of a pair. */
  private static Json side(Json row, String name) {
    Json side = row.get(name);
    Json answer = side;
    if (side.kind() != Json.Kind.ARRAY) {
      answer = Json.array(List.of(message("assistant", side)));
    }
    Json prompt = row.get("prompt");
    if (prompt.kind() == Json.Kind.STRING && side.kind() != Json.Kind.ARRAY) {
      return joined(Json.array(List.of(message("user", prompt))), answer);
    }
    return prompt.kind() == Json.Kind.ARRAY ? joined(prompt, answer) : answer;
  }

  private static Optional<Json> preference(Json row) {
    List<Json> chosen = side(row, "chosen").elements();
    List<Json> rejected = side(row, "rejected").elements();
    int prompt = chosen.size() - 1;
    if (prompt < 1
        || rejected.size() != chosen.size()
        || !chosen.subList(0, prompt).equals(rejected.subList(0, prompt))) {
      return Optional.empty();
    }
    Map<String, Json> members = new LinkedHashMap<>();
    Map<String, Json> input = new LinkedHashMap<>();
    input.put("messages", Json.array(chosen.subList(0, prompt)));
    if (row.get("tools").kind() == Json.Kind.ARRAY) {
      input.put("tools", row.get("tools"));
    }
    members.put("input", Json.object(input));
    members.put("preferred_output", Json.array(chosen.subList(prompt, prompt + 1)));
    members.put("non_preferred_output", Json.array(rejected.subList(prompt, prompt + 1)));
    return Optional.of(with(row, members, "chosen", "rejected", "prompt", "tools"));
  }

  private static Optional<Json> chosenRejected(Json row) {
    Json prompt = row.get("input").get("messages");
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("chosen", joined(prompt, row.get("preferred_output")));
    members.put("rejected", joined(prompt, row.get("non_preferred_output")));
    if (row.get("input").get("tools").kind() == Json.Kind.ARRAY) {
      members.put("tools", row.get("input").get("tools"));
    }
    return Optional.of(with(row, members, "input", "preferred_output", "non_preferred_output"));
  }

  private static Optional<Json> prompt(Json row, Json messages) {
    List<Json> all = messages.elements();
    if (all.size() < 2 || !role(all.get(all.size() - 1)).equals("assistant")) {
      return Optional.empty();
    }
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("messages", Json.array(all.subList(0, all.size() - 1)));
    members.put("ground_truth", all.get(all.size() - 1).get("content"));
    return Optional.of(with(row, members, "messages", "prompt", "completion"));
  }

  private static Optional<Json> instruction(Json row) {
    List<Json> all = row.get("messages").elements();
    if (all.size() != 2
        || !role(all.get(0)).equals("user")
        || !role(all.get(1)).equals("assistant")
        || !all.get(1).get("tool_calls").elements().isEmpty()) {
      return Optional.empty();
    }
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("prompt", all.get(0).get("content"));
    members.put("completion", all.get(1).get("content"));
    return Optional.of(with(row, members, "messages", "tools"));
  }

  private Json with(Json row, Map<String, Json> members) {
    return with(row, members, from.members().toArray(String[]::new));
  }

  /** A row with these members and those of the old row that are not left out. */
  private static Json with(Json row, Map<String, Json> members, String... leftOut) {
    Map<String, Json> all = new LinkedHashMap<>(members);
    List<String> gone = List.of(leftOut);
    row.members()
        .forEach(
            (name, value) -> {
              if (!gone.contains(name)) {
                all.putIfAbsent(name, value);
              }
            });
    return Json.object(all);
  }

  private static Json message(String role, Json content) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("role", Json.of(role));
    members.put("content", content);
    return Json.object(members);
  }

  private static Json joined(Json first, Json second) {
    List<Json> all = new ArrayList<>(first.elements());
    all.addAll(second.elements());
    return Json.array(all);
  }

  static String role(Json message) {
    return message.get("role").string().orElse("");
  }

  /** Drops members that the target does not know, where it does not allow them. */
  private Json withoutOthers(Json row) {
    if (rules.otherRowMembers() == Treatment.ALLOW || to == DatasetFormat.PROMPTS) {
      return row;
    }
    Map<String, Json> kept = new LinkedHashMap<>();
    row.members()
        .forEach(
            (name, value) -> {
              if (to.members().contains(name) || rules.rowMembers().contains(name)) {
                kept.put(name, value);
              }
            });
    if (kept.size() == row.members().size()) {
      return row;
    }
    changed("dropped-members");
    return Json.object(kept);
  }

  private Json mended(Json row) {
    if (to != DatasetFormat.CHAT || row.get("messages").kind() != Json.Kind.ARRAY) {
      return row;
    }
    List<Json> messages = new ArrayList<>(row.get("messages").elements());
    if (rules.sameRoleTwice() == Treatment.REFUSE) {
      join(messages);
    }
    if (rules.lastNotAssistant() == Treatment.REFUSE) {
      cut(messages);
    }
    if (messages.equals(row.get("messages").elements())) {
      return row;
    }
    Map<String, Json> members = new LinkedHashMap<>(row.members());
    members.put("messages", Json.array(messages));
    return Json.object(members);
  }

  private void join(List<Json> messages) {
    boolean joined = false;
    for (int i = messages.size() - 1; i > 0; i--) {
      Json first = messages.get(i - 1);
      Json second = messages.get(i);
      if (isPlain(first) && isPlain(second) && role(first).equals(role(second))) {
        String text =
            first.get("content").string().orElseThrow()
                + "\n\n"
                + second.get("content").string().orElseThrow();
        messages.set(i - 1, message(role(first), Json.of(text)));
        messages.remove(i);
        joined = true;
      }
    }
    if (joined) {
      changed("joined-messages");
    }
  }

  private static boolean isPlain(Json message) {
    return message.members().size() == 2
        && !role(message).isEmpty()
        && message.get("content").kind() == Json.Kind.STRING;
  }

  private void cut(List<Json> messages) {
    int size = messages.size();
    int last = size;
    while (last > 0 && !role(messages.get(last - 1)).equals("assistant")) {
      last--;
    }
    if (last > 0 && last < size) {
      messages.subList(last, size).clear();
      changed("cut-after-last-answer");
    }
  }
}
