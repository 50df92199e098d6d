package dev.loraport.spi;

import dev.loraport.adapter.AdapterId;

/**
 * What may be left behind when a deletion fails.
 *
 * @param what what it is, with its id, such as {@code deployment d-1}
 * @param costs whether it costs money for as long as it is there
 * @param wayOut how to find and delete it
 */
record Leftover(String what, boolean costs, String wayOut) {
  static Leftover deployment(String what) {
    return new Leftover(
        what,
        true,
        "look for it with serving().deployments(), and delete it with serving().delete(id)");
  }

  static Leftover adapter(AdapterId id) {
    return new Leftover(
        "adapter " + id,
        false,
        "look for it with adapters().list(), and delete it with adapters().delete(id)");
  }

  /** For who gives up while it is being made, or deleted again: either ends in its deletion. */
  String givenUp() {
    return what
        + ", as far as it was made, is being deleted in the background; close() of the client waits"
        + " for that. Should the process end before, it may be left"
        + fear()
        + ": "
        + wayOut;
  }

  /** What the owner has to fear, as the end of a sentence. */
  String fear() {
    return costs ? " and may cost money" : "";
  }
}
