package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One event of a streamed answer.
 *
 * @param id the id of the answer; empty where the provider sent none
 * @param model the model that answers
 * @param createdAt when
 * @param deltas what it adds to the answers; none on some last chunks
 * @param usage the tokens, on a last chunk
 * @param requestId the id of the request, for the support of the provider; equal on all chunks
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record ChatChunk(
    String id,
    Optional<String> model,
    Optional<Instant> createdAt,
    List<ChatDelta> deltas,
    Optional<Usage> usage,
    Optional<String> requestId,
    Map<String, Json> extra) {
  public ChatChunk {
    id = Parts.text(id);
    model = Parts.optional(model);
    createdAt = Parts.optional(createdAt);
    deltas = Parts.list(deltas);
    usage = Parts.optional(usage);
    requestId = Parts.optional(requestId);
    extra = Parts.members(extra);
  }

  /** The piece of text that this chunk adds to the first answer; often empty. */
  public String text() {
    for (int i = 0; i < deltas.size(); i++) {
      ChatDelta delta = deltas.get(i);
      if (delta.index() == 0 && delta.content().isPresent()) {
        return delta.content().get();
      }
    }
    return "";
  }
}
