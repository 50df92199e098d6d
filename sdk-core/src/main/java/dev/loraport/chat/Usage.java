package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The tokens of a call.
 *
 * @param promptTokens tokens of the prompt
 * @param completionTokens tokens of the answer, thinking included
 * @param totalTokens all tokens
 * @param cachedTokens prompt tokens that were found in a cache
 * @param reasoningTokens tokens of the thinking
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record Usage(
    long promptTokens,
    long completionTokens,
    long totalTokens,
    OptionalLong cachedTokens,
    OptionalLong reasoningTokens,
    Map<String, Json> extra) {
  public Usage {
    cachedTokens = Parts.optional(cachedTokens);
    reasoningTokens = Parts.optional(reasoningTokens);
    extra = Parts.map(extra);
  }
}
