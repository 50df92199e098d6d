package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a chunk adds to one answer.
 *
 * @param index which answer it belongs to
 * @param role who speaks, mostly on the first chunk
 * @param content the next piece of the text
 * @param reasoning the next piece of the thinking
 * @param toolCalls the next pieces of tool calls
 * @param finishReason why the answer ended; it can come twice
 * @param logprobs the log-probabilities, in the form of the provider
 * @param seed the seed that was used
 * @param messageExtra what the provider sent of the message beyond the fields above, by its own
 *     names
 * @param extra what the provider sent beside the message and the fields above, by its own names
 */
public record ChatDelta(
    int index,
    Optional<Role> role,
    Optional<String> content,
    Optional<String> reasoning,
    List<ToolCallDelta> toolCalls,
    Optional<FinishReason> finishReason,
    Optional<Json> logprobs,
    Optional<BigInteger> seed,
    Map<String, Json> messageExtra,
    Map<String, Json> extra) {
  public ChatDelta {
    role = Parts.optional(role);
    content = Parts.optional(content);
    reasoning = Parts.optional(reasoning);
    toolCalls = Parts.list(toolCalls);
    finishReason = Parts.optional(finishReason);
    logprobs = Parts.json(logprobs);
    seed = Parts.optional(seed);
    messageExtra = Parts.members(messageExtra);
    extra = Parts.members(extra);
  }
}
