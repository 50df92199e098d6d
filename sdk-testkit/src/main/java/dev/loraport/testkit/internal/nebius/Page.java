package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.nebius.Findings.At;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists with {@code limit} and {@code after}, the id of the last item of the page before. */
final class Page {
  private final ObjectNode body = Wire.object().put("object", "list");
  private final ArrayNode data = body.putArray("data");
  private final boolean more;

  private Page(List<ObjectNode> items, boolean more) {
    items.forEach(data::add);
    this.more = more;
  }

  /** The page that the call asks for. */
  static Page of(World world, Call call, List<ObjectNode> items, int usualLimit) {
    int limit = limit(call, usualLimit);
    String after = call.query("after");
    int from = 0;
    if (after != null) {
      List<String> ids = items.stream().map(item -> item.path("id").asString("")).toList();
      if (!ids.contains(after)) {
        throw world.errors.missing();
      }
      from = ids.indexOf(after) + 1;
    }
    int to = (int) Math.min(items.size(), (long) from + limit);
    return new Page(items.subList(from, to), to < items.size());
  }

  /** The number of items that the call asks for. */
  static int limit(Call call, int usual) {
    String text = call.query("limit");
    if (text == null) {
      return usual;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit > 0) {
        return limit;
      }
    } catch (NumberFormatException e) {
      call.problem("`limit` is no number: '" + text + "'");
    }
    Findings findings = new Findings(call);
    findings.add(
        At.of("query", "limit"), "int_parsing", "Input should be a valid integer", null, null);
    findings.check();
    return usual;
  }

  /** The envelope with {@code has_more}. */
  Answer answer() {
    return Answer.json(body.put("has_more", more));
  }

  /** The envelope with the ids of the first and the last item as well. */
  Answer answerWithIds() {
    if (data.isEmpty()) {
      body.putNull("first_id").putNull("last_id");
    } else {
      body.set("first_id", data.path(0).path("id"));
      body.set("last_id", data.path(data.size() - 1).path("id"));
    }
    return answer();
  }

  /** The bare envelope of lists that have no pages. */
  static Answer all(List<ObjectNode> items) {
    return Answer.json(new Page(items, false).body);
  }
}
