package dev.loraport.testkit.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header lines in order, names compared without case. */
public final class Headers {
  private final List<Map.Entry<String, String>> lines = new ArrayList<>();

  public Headers add(String name, String value) {
    lines.add(Map.entry(name, value));
    return this;
  }

  /** Replaces all lines of that name. */
  public Headers set(String name, String value) {
    lines.removeIf(line -> line.getKey().equalsIgnoreCase(name));
    return add(name, value);
  }

  public @Nullable String first(String name) {
    for (Map.Entry<String, String> line : lines) {
      if (line.getKey().equalsIgnoreCase(name)) {
        return line.getValue();
      }
    }
    return null;
  }

  public String first(String name, String absent) {
    String value = first(name);
    return value == null ? absent : value;
  }

  public List<Map.Entry<String, String>> lines() {
    return List.copyOf(lines);
  }
}
