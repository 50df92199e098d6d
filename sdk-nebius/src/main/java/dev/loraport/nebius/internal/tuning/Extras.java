package dev.loraport.nebius.internal.tuning;

import dev.loraport.json.Json;
import org.jspecify.annotations.Nullable;

/** What users add to a request by hand: its form, and how it goes together with what is there. */
final class Extras {
  private Extras() {}

  /**
   * An object, or nothing.
   *
   * @throws IllegalArgumentException if it is something else; its value may be a secret
   */
  static Json object(@Nullable Json given, String name) {
    return of(given, name, Json.Kind.OBJECT, "an object");
  }

  /**
   * An array, or nothing.
   *
   * @throws IllegalArgumentException if it is something else; its value may be a secret
   */
  static Json array(@Nullable Json given, String name) {
    return of(given, name, Json.Kind.ARRAY, "an array");
  }

  private static Json of(@Nullable Json given, String name, Json.Kind kind, String wanted) {
    if (given == null || given.isAbsent()) {
      return Json.missing();
    }
    if (given.kind() != kind) {
      throw new IllegalArgumentException(
          name + " in extra must be " + wanted + " for Nebius, not of the kind " + given.kind());
    }
    return given;
  }

  /** An object with one member set. */
  static Json with(Json object, String name, Json value) {
    return Json.object().putAll(object.members()).put(name, value).build();
  }

  /** An object with the members of another one over its own. */
  static Json merged(Json object, Json over) {
    return Json.object().putAll(object.members()).putAll(over.members()).build();
  }
}
