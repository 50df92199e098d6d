package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists of the v2 API: a limit, a cursor, and null when there is no more. */
final class Page {
  static final String[] QUERY = {"after", "limit", "filter", "orderBy"};
  private static final int USUAL = 50;
  private static final int LARGEST = 500;

  private Page() {}

  static Answer of(World world, Call call, List<? extends JsonNode> items) {
    int limit = number(call.query("limit"), USUAL);
    int from = cursor(call.query("after"));
    if (limit < 1 || limit > LARGEST) {
      return world.errors.invalid("limit must be from 1 to " + LARGEST);
    }
    if (from < 0 || from > items.size()) {
      return world.errors.invalid("invalid cursor");
    }
    int to = Math.min(items.size(), from + limit);
    ObjectNode page = Wire.object().put("object", "list");
    ArrayNode data = page.putArray("data");
    items.subList(from, to).forEach(data::add);
    return Answer.json(
        to < items.size() ? page.put("next_cursor", encode(to)) : page.putNull("next_cursor"));
  }

  private static String encode(int position) {
    byte[] text = ("at:" + position).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  private static int cursor(@Nullable String after) {
    if (after == null || after.isEmpty()) {
      return 0;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.US_ASCII);
      return text.startsWith("at:") ? number(text.substring(3), -1) : -1;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  private static int number(@Nullable String text, int absent) {
    if (text == null) {
      return absent;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
