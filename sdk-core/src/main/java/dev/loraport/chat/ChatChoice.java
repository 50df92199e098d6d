package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One answer.
 *
 * @param index the position among the answers
 * @param message the message of the model
 * @param finishReason why it ended
 * @param logprobs the log-probabilities, in the form of the provider
 * @param seed the seed that was used; it may exceed 64 bits with a sign
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record ChatChoice(
    int index,
    ChatMessage message,
    Optional<FinishReason> finishReason,
    Optional<Json> logprobs,
    Optional<BigInteger> seed,
    Map<String, Json> extra) {
  public ChatChoice {
    Objects.requireNonNull(message, "message");
    finishReason = Parts.optional(finishReason);
    logprobs = Parts.json(logprobs);
    seed = Parts.optional(seed);
    extra = Parts.members(extra);
  }
}
