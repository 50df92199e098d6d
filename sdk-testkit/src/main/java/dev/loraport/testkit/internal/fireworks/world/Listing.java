package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists: pages, order, a simple filter, and the mask of fields to read. */
public final class Listing {
  private static final int USUAL = 50;
  private static final int LARGEST = 200;

  private Listing() {}

  /** The query parameters of every list, and those that one list has besides. */
  public static String[] query(String... more) {
    Stream<String> common = Stream.of("pageSize", "pageToken", "filter", "orderBy", "readMask");
    return Stream.concat(common, Stream.of(more)).toArray(String[]::new);
  }

  /** One page of a collection. */
  public static Answer of(
      Call call, String collection, Collection<ObjectNode> items, String usualOrder) {
    String filter = Objects.requireNonNullElse(call.query("filter"), "");
    String order = Objects.requireNonNullElse(call.query("orderBy"), "");
    List<ObjectNode> found = new ArrayList<>();
    items.stream().filter(item -> Filter.parse(call, filter).fits(item)).forEach(found::add);
    found.sort(order(order.isEmpty() ? usualOrder : order));
    int size = size(call);
    // A token is of no use under another filter or order than the one it was made for.
    String query = Integer.toHexString(Objects.hash(collection, filter, order));
    int from = position(call, query, found.size());
    int to = Math.min(found.size(), from + size);
    ObjectNode page = Wire.object();
    ArrayNode list = page.putArray(collection);
    found.subList(from, to).forEach(item -> list.add(masked(call, item)));
    return Answer.json(
        page.put("nextPageToken", to < found.size() ? token(query, to) : "")
            .put("totalSize", found.size()));
  }

  /** The fields that {@code readMask} names; all of them when it is empty or {@code *}. */
  public static ObjectNode masked(Call call, ObjectNode resource) {
    String mask = call.query("readMask");
    if (mask == null || mask.isEmpty() || mask.equals("*")) {
      return resource;
    }
    ObjectNode shown = Wire.object();
    for (String path : mask.split(",", -1)) {
      String field = camelCase(path.split("\\.", -1)[0].strip());
      JsonNode value = resource.path(field);
      if (!value.isMissingNode()) {
        shown.set(field, value);
      }
    }
    return shown;
  }

  /** The JSON name of a field whose proto name is given; masks and filters use those. */
  public static String camelCase(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_') {
        text.append(i > 0 && name.charAt(i - 1) == '_' ? Character.toUpperCase(c) : c);
      }
    }
    return text.toString();
  }

  private static Comparator<ObjectNode> order(String text) {
    Comparator<ObjectNode> order = Comparator.comparingInt(item -> 0);
    for (String part : text.split(",", -1)) {
      String[] words = part.strip().split("\\s+", -1);
      String field = camelCase(words[0]);
      Comparator<ObjectNode> by =
          Comparator.<ObjectNode>comparingDouble(item -> item.path(field).asDouble(0))
              .thenComparing(item -> item.path(field).asString(""));
      order = order.thenComparing(words.length > 1 && words[1].equals("desc") ? by.reversed() : by);
    }
    return order;
  }

  private static int size(Call call) {
    String text = call.query("pageSize");
    int size = text == null ? 0 : number(text);
    if (size < 0) {
      throw Code.INVALID_ARGUMENT.refuse("invalid page_size \"" + text + "\"");
    }
    return size == 0 ? USUAL : Math.min(size, LARGEST);
  }

  private static int position(Call call, String query, int count) {
    String token = call.query("pageToken");
    if (token == null || token.isEmpty()) {
      return 0;
    }
    String[] parts = decode(token).split("@", -1);
    int position = parts.length == 2 && parts[0].equals(query) ? number(parts[1]) : -1;
    if (position < 0) {
      throw Code.INVALID_ARGUMENT.refuse("invalid page_token");
    }
    return Math.min(position, count);
  }

  private static String token(String query, int position) {
    byte[] text = (query + "@" + position).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static int number(@Nullable String text) {
    try {
      return text == null ? -1 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
