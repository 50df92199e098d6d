package dev.loraport.dataset;

import dev.loraport.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes rows of one format of rows of another. What the other format has no place for is counted as
 * lost, or the row is refused where it would then teach something else.
 */
final class Converter {
  /** What a message may have beside its role and content; each is a kind of loss of its own. */
  private static final Set<String> MESSAGE_MEMBERS =
      Set.of("weight", "reasoning", "reasoning_content", "tool_calls", "tool_call_id", "name");

  private final DatasetFormat from;
  private final DatasetFormat to;
  private final RowChanges changes;
  private final RowMender mender;

  Converter(DatasetFormat from, DatasetFormat to, DatasetRules rules, RowChanges changes) {
    this.from = from;
    this.to = to;
    this.changes = changes;
    this.mender = new RowMender(to, rules, changes);
    if (from != to && !hasWay(from, to)) {
      throw new IllegalArgumentException(
          "there is no way from rows of the format " + from.id() + " to " + to.id());
    }
    if (!rules.formats().contains(to)) {
      throw new IllegalArgumentException(
          rules.name()
              + " takes "
              + String.join(", ", rules.formats().stream().map(DatasetFormat::id).sorted().toList())
              + " here, and not "
              + to.id());
    }
  }

  private static boolean hasWay(DatasetFormat from, DatasetFormat to) {
    return switch (to) {
      case CHAT -> from != DatasetFormat.TEXT && from != DatasetFormat.TOKENS;
      case PREFERENCE -> from == DatasetFormat.CHOSEN_REJECTED;
      case CHOSEN_REJECTED -> from == DatasetFormat.PREFERENCE;
      case PROMPTS -> from == DatasetFormat.CHAT || from == DatasetFormat.INSTRUCTION;
      case INSTRUCTION -> from == DatasetFormat.CHAT;
      case TEXT, TOKENS -> false;
    };
  }

  /**
   * The row in the other format, mended.
   *
   * @throws BrokenRow if it can't be said in it
   */
  Json convert(Json row) throws BrokenRow {
    if (from == to) {
      return mender.mended(row);
    }
    Json converted =
        switch (to) {
          case CHAT -> chat(row);
          case PREFERENCE -> preference(row);
          case CHOSEN_REJECTED -> chosenRejected(row);
          case PROMPTS -> prompt(row);
          default -> instruction(row);
        };
    changes.changed(from.id() + "-to-" + to.id());
    return mender.mended(converted);
  }

  private static BrokenRow refused(String code, String why) {
    return new BrokenRow(code, 0, why);
  }

  private Json chat(Json row) throws BrokenRow {
    return switch (from) {
      case PROMPTS -> answered(row);
      case PREFERENCE -> {
        lost("non_preferred_output", "the answer that was not preferred");
        Map<String, Json> members = new LinkedHashMap<>();
        members.put(
            "messages", joined(row.get("input").get("messages"), row.get("preferred_output")));
        tools(row, members);
        yield with(row, members, "input", "preferred_output", "non_preferred_output");
      }
      case CHOSEN_REJECTED -> {
        lost("rejected", "the answer that was rejected");
        yield with(row, Map.of("messages", side(row, "chosen")), "chosen", "rejected", "prompt");
      }
      default -> with(row, Map.of("messages", exchange(row)), "prompt", "completion");
    };
  }

  private static Json exchange(Json row) throws BrokenRow {
    if (row.get("prompt").isAbsent() || row.get("completion").isAbsent()) {
      throw refused("no-such-row", "the row lacks its \"prompt\" or its \"completion\"");
    }
    return Json.array(
        List.of(message("user", row.get("prompt")), message("assistant", row.get("completion"))));
  }

  /** A prompt with its ground truth as the answer, where it is a text. */
  private static Json answered(Json row) {
    Json truth = row.get("ground_truth");
    List<Json> messages = new ArrayList<>(row.get("messages").elements());
    if (truth.string().isEmpty()
        || messages.isEmpty()
        || role(messages.get(messages.size() - 1)).equals("assistant")) {
      return row;
    }
    messages.add(message("assistant", truth));
    return with(row, Map.of("messages", Json.array(messages)), "messages", "ground_truth");
  }

  /** The whole conversation of one side of a pair. */
  private static Json side(Json row, String name) throws BrokenRow {
    Json prompt = row.get("prompt");
    Json side = row.get(name);
    if (side.kind() == Json.Kind.STRING) {
      side = Json.array(List.of(message("assistant", side)));
    }
    if (side.kind() != Json.Kind.ARRAY) {
      throw refused("no-such-row", '"' + name + "\" is neither a text nor a list of messages");
    }
    if (prompt.isAbsent() || prompt.kind() == Json.Kind.NULL) {
      return side;
    }
    Json before =
        prompt.kind() == Json.Kind.ARRAY ? prompt : Json.array(List.of(message("user", prompt)));
    List<Json> all = side.elements();
    int size = before.elements().size();
    if (all.stream().allMatch(message -> role(message).equals("assistant"))) {
      return joined(before, side);
    }
    boolean there =
        prompt.kind() == Json.Kind.ARRAY
            ? all.size() >= size && all.subList(0, size).equals(prompt.elements())
            : all.stream().anyMatch(message -> message.get("content").equals(prompt));
    if (!there) {
      throw refused("prompt-elsewhere", "\"prompt\" is none of the messages in \"" + name + "\"");
    }
    return side;
  }

  private static Json preference(Json row) throws BrokenRow {
    List<Json> chosen = side(row, "chosen").elements();
    List<Json> rejected = side(row, "rejected").elements();
    int prompt = chosen.size() - 1;
    if (prompt < 1
        || rejected.size() != chosen.size()
        || !chosen.subList(0, prompt).equals(rejected.subList(0, prompt))) {
      throw refused(
          "no-common-prompt", "chosen and rejected are not the same up to one last message");
    }
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("input", Json.object(Map.of("messages", Json.array(chosen.subList(0, prompt)))));
    members.put("preferred_output", Json.array(chosen.subList(prompt, prompt + 1)));
    members.put("non_preferred_output", Json.array(rejected.subList(prompt, prompt + 1)));
    return with(row, members, "chosen", "rejected", "prompt");
  }

  private Json chosenRejected(Json row) {
    Json prompt = row.get("input").get("messages");
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("chosen", joined(prompt, row.get("preferred_output")));
    members.put("rejected", joined(prompt, row.get("non_preferred_output")));
    tools(row, members);
    return with(row, members, "input", "preferred_output", "non_preferred_output");
  }

  /** The tools of a preference's input; its other members are lost. */
  private void tools(Json row, Map<String, Json> members) {
    row.get("input")
        .members()
        .forEach(
            (name, value) -> {
              if (name.equals("tools")) {
                members.put(name, value);
                if (!row.get(name).isAbsent() && !row.get(name).equals(value)) {
                  lost("tools", "the tools beside those of the input");
                }
              } else if (!name.equals("messages")) {
                changes.lost(
                    "lost-input-member",
                    "input",
                    "no place for " + RowContext.quoted(name) + " of the input");
              }
            });
  }

  private Json prompt(Json row) throws BrokenRow {
    List<Json> all =
        from == DatasetFormat.INSTRUCTION
            ? exchange(row).elements()
            : row.get("messages").elements();
    int last = all.size() - 1;
    if (last < 1 || !role(all.get(last)).equals("assistant")) {
      throw refused("no-answer", "the row does not end with an answer behind a prompt");
    }
    Json answer = all.get(last);
    Json truth = Json.of(text(answer, last));
    if (!row.get("ground_truth").isAbsent() && !row.get("ground_truth").equals(truth)) {
      throw refused("two-truths", "\"ground_truth\" is not what the last answer says");
    }
    loses(answer, "messages[" + last + ']', Set.of());
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("messages", Json.array(all.subList(0, last)));
    members.put("ground_truth", truth);
    return with(row, members, "messages", "prompt", "completion", "ground_truth");
  }

  /** The text of an answer that is nothing but text. */
  private static String text(Json answer, int index) throws BrokenRow {
    Json content = answer.get("content");
    StringBuilder text = new StringBuilder(content.string().orElse(""));
    boolean plain = !content.isAbsent() && content.kind() != Json.Kind.NULL;
    for (Json part : content.elements()) {
      plain &= part.get("text").string().isPresent();
      text.append(part.get("text").string().orElse(""));
    }
    if (!plain || !answer.get("tool_calls").elements().isEmpty()) {
      throw refused("answer-not-a-text", "messages[" + index + "] is not an answer in text alone");
    }
    return text.toString();
  }

  private Json instruction(Json row) throws BrokenRow {
    List<Json> all = row.get("messages").elements();
    if (all.size() != 2
        || !role(all.get(0)).equals("user")
        || !role(all.get(1)).equals("assistant")) {
      throw refused("not-one-exchange", "an instruction is one message of the user and one answer");
    }
    Json answer = all.get(1);
    text(answer, 1);
    if (answer.get("weight").integer().filter(weight -> weight == 0).isPresent()) {
      throw refused("masked-answer", "the answer has weight 0, and would be learned");
    }
    loses(all.get(0), "messages[0]", Set.of());
    // it is the only answer, and learned without a weight
    loses(answer, "messages[1]", Set.of("weight"));
    if (!row.get("tools").isAbsent()) {
      lost("tools", "the tools");
    }
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("prompt", all.get(0).get("content"));
    members.put("completion", answer.get("content"));
    return with(row, members, "messages", "tools");
  }

  private void lost(String name, String what) {
    changes.lost(
        "lost-" + name, name, "rows of the format " + to.id() + " have no place for " + what);
  }

  /** Counts what a message has beside its role and content. */
  private void loses(Json message, String path, Set<String> nothingLost) {
    for (String name : message.members().keySet()) {
      if (!name.equals("role") && !name.equals("content") && !nothingLost.contains(name)) {
        changes.lost(
            MESSAGE_MEMBERS.contains(name) ? "lost-" + name : "lost-message-member",
            path,
            "rows of the format " + to.id() + " have no place for " + RowContext.quoted(name));
      }
    }
  }

  /** A row with these members and those of the old row that are not left out. */
  private static Json with(Json row, Map<String, Json> members, String... leftOut) {
    Map<String, Json> all = new LinkedHashMap<>(members);
    row.members().forEach(all::putIfAbsent);
    Arrays.stream(leftOut).filter(name -> !members.containsKey(name)).forEach(all::remove);
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
}
