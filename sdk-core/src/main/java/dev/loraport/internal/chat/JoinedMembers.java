package dev.loraport.internal.chat;

import dev.loraport.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Members of the pieces of a stream, joined to what a whole answer has: lists grow, and so do the
 * lists within objects and the texts that are known to come in pieces. Of others the last counts,
 * also of what tells the prompt, which doesn't grow with the answer.
 */
final class JoinedMembers {
  private static final Set<String> TEXTS = Set.of("refusal", "arguments", "completion");
  private static final Set<String> OF_PROMPT = Set.of("images", "videos");

  private final Map<String, List<Json>> pieces = new LinkedHashMap<>();

  /**
   * Adds a member of the next piece; by about how many characters it makes the answer longer, or
   * shorter where it takes the place of a longer one.
   */
  long add(String name, Json value) {
    List<Json> before = pieces.computeIfAbsent(name, first -> new ArrayList<>(1));
    long longer = size(value);
    if (before.isEmpty() || grows(name, value.kind())) {
      longer += name.length();
    } else {
      if (value.isAbsent() || value.string().filter(String::isEmpty).isPresent()) {
        return 0; // the name of a function is on its first piece
      }
      for (Json old : before) {
        longer -= size(old);
      }
      before.clear();
    }
    before.add(value);
    return longer;
  }

  private static boolean grows(String name, Json.Kind kind) {
    return switch (kind) {
      case STRING -> TEXTS.contains(name);
      case ARRAY, OBJECT -> !name.startsWith("prompt") && !OF_PROMPT.contains(name);
      default -> false;
    };
  }

  /** What came so far. */
  Map<String, Json> joined() {
    Map<String, Json> all = new LinkedHashMap<>();
    pieces.forEach((name, values) -> all.put(name, joined(values)));
    return all;
  }

  private static Json joined(List<Json> values) {
    Json last = values.get(values.size() - 1);
    List<Json> same = values.stream().filter(value -> value.kind() == last.kind()).toList();
    if (same.size() == 1) {
      return last;
    }
    return switch (last.kind()) {
      case ARRAY -> Json.array(same.stream().flatMap(value -> value.elements().stream()).toList());
      case OBJECT -> {
        JoinedMembers members = new JoinedMembers();
        same.forEach(value -> value.members().forEach(members::add));
        yield Json.object(members.joined());
      }
      default -> {
        StringBuilder text = new StringBuilder();
        same.forEach(value -> value.string().ifPresent(text::append));
        yield Json.of(text.toString());
      }
    };
  }

  /** About how many characters a value takes. */
  static long size(Json value) {
    long size = 16;
    for (Json element : value.elements()) {
      size += size(element);
    }
    for (Map.Entry<String, Json> member : value.members().entrySet()) {
      size += member.getKey().length() + size(member.getValue());
    }
    if (value.kind() == Json.Kind.NUMBER) {
      size += value.number().map(BigDecimal::precision).orElse(0);
    }
    return size + value.string().map(String::length).orElse(0);
  }
}
