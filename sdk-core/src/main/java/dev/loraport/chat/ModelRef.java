package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * What to chat with: a model string, and the host where it answers if that is not the usual one.
 *
 * @param name the model string of a request
 * @param baseUrl the base address where this model answers, such as that of a dedicated deployment;
 *     the client refuses hosts that are not of its provider
 */
public record ModelRef(String name, Optional<URI> baseUrl) {
  public ModelRef {
    Objects.requireNonNull(name, "model");
    baseUrl = Parts.optional(baseUrl);
    if (name.isBlank()) {
      throw new IllegalArgumentException("model is empty");
    }
  }

  /** A model at the usual host. */
  public static ModelRef of(String name) {
    return new ModelRef(name, Optional.empty());
  }

  /** A model that answers at a base address of its own. */
  public static ModelRef of(String name, URI baseUrl) {
    return new ModelRef(name, Optional.of(baseUrl));
  }
}
