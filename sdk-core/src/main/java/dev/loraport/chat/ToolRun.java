package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import java.util.List;
import java.util.Objects;

/**
 * What a {@link ToolLoop} did.
 *
 * @param answer the last answer of the model
 * @param messages the whole conversation: that of the request, each answer of the model, the
 *     results of the tools; to be gone on with
 * @param rounds how often the model was asked, 1 or more
 * @param totalTokens the tokens of all rounds, as far as the provider told them
 */
public record ToolRun(
    ChatCompletion answer, List<ChatMessage> messages, int rounds, long totalTokens) {
  public ToolRun {
    Objects.requireNonNull(answer, "answer");
    messages = Parts.list(messages);
  }

  /** The text of the last answer; empty if there is none. */
  public String text() {
    return answer.text();
  }
}
