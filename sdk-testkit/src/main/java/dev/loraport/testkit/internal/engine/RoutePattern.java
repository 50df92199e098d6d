package dev.loraport.testkit.internal.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Method and path with {@code {name}} for one segment, {@code {name}:verb} for one with a fixed end
 * and a final {@code **} for any rest.
 */
public final class RoutePattern {
  private final String text;
  private final String method;
  private final List<String> segments;

  private RoutePattern(String text, String method, List<String> segments) {
    this.text = text;
    this.method = method;
    this.segments = segments;
  }

  public static RoutePattern parse(String route) {
    int space = route.indexOf(' ');
    if (space <= 0 || !route.startsWith("/", space + 1)) {
      throw new IllegalArgumentException(
          "a route is a method, a space and a path like 'GET /v1/files/{id}', not '" + route + "'");
    }
    List<String> segments = List.of(route.substring(space + 1).split("/", -1));
    for (int i = 0; i < segments.size(); i++) {
      boolean rest = segments.get(i).equals("**") && i + 1 == segments.size();
      if (segments.get(i).contains("*") && !rest) {
        throw new IllegalArgumentException(
            "in the path of a route {name} stands for one segment, and /** at its end for any rest;"
                + " a * elsewhere matches nothing: '"
                + route
                + "'");
      }
    }
    return new RoutePattern(route, route.substring(0, space).toUpperCase(Locale.ROOT), segments);
  }

  public boolean matches(String callMethod, String path) {
    return parameters(callMethod, path) != null;
  }

  /** The values of the named segments, or null when the call is another one. */
  @Nullable Map<String, String> parameters(String callMethod, String path) {
    if (!method.equals("*") && !method.equals(callMethod)) {
      return null;
    }
    String[] parts = path.split("/", -1);
    boolean open = segments.get(segments.size() - 1).equals("**");
    if (open ? parts.length < segments.size() : parts.length != segments.size()) {
      return null;
    }
    Map<String, String> found = new HashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.equals("**")) {
        return found;
      }
      int end = segment.startsWith("{") ? segment.indexOf('}') : -1;
      String rest = segment.substring(end + 1);
      if (end > 0 && parts[i].endsWith(rest) && parts[i].length() > rest.length()) {
        String value = parts[i].substring(0, parts[i].length() - rest.length());
        found.put(segment.substring(1, end), Targets.decode(value));
      } else if (!segment.equals(parts[i])) {
        return null;
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return text;
  }
}
