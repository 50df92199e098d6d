package dev.loraport.testkit.internal.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of routes of a fake: what is not in it is refused and reported. */
public final class Router {
  /** Answers one route. */
  @FunctionalInterface
  public interface Handler {
    Answer handle(Call call);
  }

  private record Entry(RoutePattern pattern, Handler handler, Set<String> query) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Adds a route; {@code query} names every query parameter that it knows. */
  public Router add(String route, Handler handler, String... query) {
    entries.add(new Entry(RoutePattern.parse(route), handler, Set.of(query)));
    return this;
  }

  /** The answer of the route that fits, or null when none does. */
  public @Nullable Answer answer(Call call) {
    for (Entry entry : entries) {
      Map<String, String> values = entry.pattern.parameters(call.method(), call.path());
      if (values != null) {
        call.routed(entry.pattern.toString(), values);
        for (Map.Entry<String, String> pair : call.query()) {
          if (!entry.query.contains(pair.getKey())) {
            call.problem("unknown query parameter '" + pair.getKey() + "'");
          }
        }
        return entry.handler.handle(call);
      }
    }
    return null;
  }

  /** The route whose text is nearest to that of the call. */
  public String nearest(Call call) {
    String wanted = call.method() + " " + call.path();
    Map<String, Integer> distances = new LinkedHashMap<>();
    for (Entry entry : entries) {
      String text = entry.pattern.toString();
      distances.put(text, Nearest.distance(wanted, text));
    }
    return distances.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("");
  }
}
