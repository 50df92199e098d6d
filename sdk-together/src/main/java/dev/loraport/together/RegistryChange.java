package dev.loraport.together;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is to be changed of a model in the registry; each change is a new value. */
public final class RegistryChange {
  private static final RegistryChange NONE = new RegistryChange(Map.of());

  private final Map<String, String> fields;

  private RegistryChange(Map<String, String> fields) {
    this.fields = fields;
  }

  /** No change yet. */
  public static RegistryChange none() {
    return NONE;
  }

  /**
   * Another bare name.
   *
   * @throws IllegalArgumentException if it is blank, or not bare: Together puts the slug of the
   *     project before it
   */
  public RegistryChange name(String name) {
    return with("name", RegistryModelSpec.bare(name));
  }

  /** Another description. */
  public RegistryChange description(String text) {
    return with("description", text);
  }

  /** Seen in its project alone. */
  public RegistryChange visibleToProject() {
    return with("visibility", "VISIBILITY_PRIVATE");
  }

  /** Seen in the whole organization. */
  public RegistryChange visibleToOrganization() {
    return with("visibility", "VISIBILITY_INTERNAL");
  }

  /** The fields to change, by Together's names. */
  public Map<String, String> fields() {
    return fields;
  }

  private RegistryChange with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new RegistryChange(Collections.unmodifiableMap(more));
  }
}
