package dev.loraport.together;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is to be changed of an endpoint of the second API; each change is a new value. */
public final class TogetherEndpointChange {
  private static final TogetherEndpointChange NONE = new TogetherEndpointChange(Map.of());

  private final Map<String, String> fields;

  private TogetherEndpointChange(Map<String, String> fields) {
    this.fields = fields;
  }

  /** No change yet. */
  public static TogetherEndpointChange none() {
    return NONE;
  }

  /**
   * Another bare name; what to chat with follows it, so that the old name answers no more.
   *
   * @throws IllegalArgumentException if it is blank, or not bare: Together puts the slug of the
   *     project before it
   */
  public TogetherEndpointChange name(String name) {
    return with("name", RegistryModelSpec.bare(name));
  }

  /**
   * Who sees it, by Together's own word. Its SDK has the field for endpoints, and tells the words
   * for models: {@code VISIBILITY_PRIVATE} and {@code VISIBILITY_INTERNAL}.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public TogetherEndpointChange visibility(String word) {
    return with("visibility", word);
  }

  /** The fields to change, by Together's names. */
  public Map<String, String> fields() {
    return fields;
  }

  private TogetherEndpointChange with(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a " + name + " is needed");
    }
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new TogetherEndpointChange(Collections.unmodifiableMap(more));
  }
}
