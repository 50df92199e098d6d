package dev.loraport.internal.chat;

import dev.loraport.chat.ChatDelta;
import dev.loraport.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens of a stream that tells one with each chunk, as Together's do (contract of 2026-11):
 * {@code token_id}, a number as {@code logprobs}, and {@code top_logprobs}. Whole answers have them
 * as lists of one length, and so has this.
 */
final class TokenPieces {
  private static final int ENTRY_SIZE = 16;

  private final List<Json> ids = new ArrayList<>(0);
  private final List<String> texts = new ArrayList<>(0);
  private final List<Json> logprobs = new ArrayList<>(0);
  private final List<Json> tops = new ArrayList<>(0);
  private boolean hasLogprobs;
  private boolean hasTops;

  /**
   * Adds the token of a delta; by about how many characters it makes the answer longer, which is 0
   * if it tells none and stands behind none that did.
   */
  long add(ChatDelta delta, Json id, Json logprob, Json top) {
    boolean hasLogprob = logprob.kind() == Json.Kind.NUMBER;
    boolean hasTop = top.kind() == Json.Kind.OBJECT;
    boolean told = !id.isAbsent() || hasLogprob || hasTop;
    if (!told && ids.isEmpty()) {
      return 0;
    }
    String text = delta.content().filter(said -> !said.isEmpty()).or(delta::reasoning).orElse("");
    if (!told && text.isEmpty()) {
      return 0;
    }
    hasLogprobs |= hasLogprob;
    hasTops |= hasTop;
    ids.add(known(id));
    texts.add(text);
    logprobs.add(hasLogprob ? logprob : Json.ofNull());
    tops.add(hasTop ? top : Json.ofNull());
    return ENTRY_SIZE
        + JoinedMembers.size(id)
        + JoinedMembers.size(logprob)
        + JoinedMembers.size(top);
  }

  /** Whether there is more than ids. */
  boolean hasLogprobs() {
    return hasLogprobs || hasTops;
  }

  /** The ids; empty if no token came. */
  List<Json> ids() {
    return ids;
  }

  /** The log-probabilities in the form of a whole answer. */
  Json logprobs() {
    Map<String, Json> lists = new LinkedHashMap<>();
    lists.put("token_ids", Json.array(ids));
    lists.put("tokens", Json.strings(texts));
    lists.put("token_logprobs", Json.array(logprobs));
    if (hasTops) {
      lists.put("top_logprobs", Json.array(tops));
    }
    return Json.object(lists);
  }

  private static Json known(Json value) {
    return value.isAbsent() ? Json.ofNull() : value;
  }
}
