package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the model answered.
 *
 * @param id the id of the answer; empty where the provider sent none
 * @param model the model that answered
 * @param createdAt when
 * @param choices the answers; mostly one
 * @param usage the tokens
 * @param requestId the id of the request, for the support of the provider
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record ChatCompletion(
    String id,
    Optional<String> model,
    Optional<Instant> createdAt,
    List<ChatChoice> choices,
    Optional<Usage> usage,
    Optional<String> requestId,
    Map<String, Json> extra) {
  public ChatCompletion {
    id = Parts.text(id);
    model = Parts.optional(model);
    createdAt = Parts.optional(createdAt);
    choices = Parts.list(choices);
    usage = Parts.optional(usage);
    requestId = Parts.optional(requestId);
    extra = Parts.members(extra);
  }

  /** The text of the first answer; empty if there is none. */
  public String text() {
    return choices.isEmpty() ? "" : choices.get(0).message().text();
  }

  /**
   * The message of the first answer, to be put into the next request.
   *
   * @throws IllegalStateException if there is no answer
   */
  public ChatMessage message() {
    if (choices.isEmpty()) {
      throw new IllegalStateException("the answer " + id + " has no choices");
    }
    return choices.get(0).message();
  }

  /** Why the first answer ended. */
  public Optional<FinishReason> finishReason() {
    return choices.isEmpty() ? Optional.empty() : choices.get(0).finishReason();
  }
}
