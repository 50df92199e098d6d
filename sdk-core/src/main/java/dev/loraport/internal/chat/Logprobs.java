package dev.loraport.internal.chat;

import dev.loraport.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the log-probabilities of chunks together, whatever their form. */
final class Logprobs {
  private Logprobs() {}

  /**
   * Objects become one object, whose lists are the lists of all; other forms, such as Together's
   * one number a chunk, become a list.
   */
  static Json joined(List<Json> pieces) {
    if (!pieces.stream().allMatch(piece -> piece.kind() == Json.Kind.OBJECT)) {
      return Json.array(pieces);
    }
    Map<String, Json> joined = new LinkedHashMap<>();
    for (Json piece : pieces) {
      piece.members().forEach((name, value) -> joined.merge(name, value, Logprobs::both));
    }
    return Json.object(joined);
  }

  private static Json both(Json first, Json second) {
    if (first.kind() != Json.Kind.ARRAY || second.kind() != Json.Kind.ARRAY) {
      return second.isAbsent() ? first : second;
    }
    List<Json> all = new ArrayList<>(first.elements());
    all.addAll(second.elements());
    return Json.array(all);
  }
}
