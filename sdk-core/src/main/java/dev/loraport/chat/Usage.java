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
    extra = Parts.members(extra);
  }

  /** The sum of both; {@link #extra()}, which has no sum, is left out. */
  public Usage plus(Usage other) {
    return new Usage(
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        totalTokens + other.totalTokens,
        plus(cachedTokens, other.cachedTokens),
        plus(reasoningTokens, other.reasoningTokens),
        Map.of());
  }

  private static OptionalLong plus(OptionalLong one, OptionalLong other) {
    return one.isEmpty() ? other : OptionalLong.of(one.getAsLong() + other.orElse(0));
  }
}
