package dev.loraport.together;

import java.util.Objects;
import java.util.Optional;

/**
 * A record of the registry that is to be made; its weights come by an upload.
 *
 * @param name its bare name, without a {@code /}; Together puts the slug of the project before it
 * @param baseModelId the id of its base, see {@link TogetherModel#id()}
 * @param adapter whether it is an adapter, and not a whole model
 * @param description what it is, in words
 */
public record RegistryModelSpec(
    String name, String baseModelId, boolean adapter, Optional<String> description) {
  /** Checks what is needed. */
  public RegistryModelSpec {
    if (name.isBlank() || baseModelId.isBlank()) {
      throw new IllegalArgumentException("name and baseModelId are needed");
    }
    bare(name);
    Objects.requireNonNull(description, "description");
  }

  // sources differ on what becomes of a name with a slug; one was doubled, and stayed so
  static String bare(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a name is needed");
    }
    if (name.contains("/")) {
      throw new IllegalArgumentException(
          "the name \"" + name + "\" must be bare: Together puts the project's slug before it");
    }
    return name;
  }

  /** An adapter of that base. */
  public static RegistryModelSpec adapter(String name, String baseModelId) {
    return new RegistryModelSpec(name, baseModelId, true, Optional.empty());
  }

  /** A whole model of that base. */
  public static RegistryModelSpec model(String name, String baseModelId) {
    return new RegistryModelSpec(name, baseModelId, false, Optional.empty());
  }

  /** The same with a description. */
  public RegistryModelSpec describedAs(String text) {
    return new RegistryModelSpec(name, baseModelId, adapter, Optional.of(text));
  }
}
