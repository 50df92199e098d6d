package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@link ToolLoop} did.
 *
 * @param answers each answer of the model in its order, with its usage and the id of its request
 * @param messages the whole conversation: that of the request, each answer of the model, the
 *     results of the tools; to be gone on with
 */
public record ToolRun(List<ChatCompletion> answers, List<ChatMessage> messages) {
  public ToolRun {
    answers = Parts.list(answers);
    messages = Parts.list(messages);
  }

  /**
   * The last answer of the model.
   *
   * @throws IllegalStateException if there is none
   */
  public ChatCompletion answer() {
    if (answers.isEmpty()) {
      throw new IllegalStateException("the run has no answers");
    }
    return answers.get(answers.size() - 1);
  }

  /** The text of the last answer; empty if there is none. */
  public String text() {
    return answers.isEmpty() ? "" : answer().text();
  }

  /** How often the model answered. */
  public int rounds() {
    return answers.size();
  }

  /** The tokens of all answers, as far as the provider told them; empty if it told none. */
  public Optional<Usage> usage() {
    return answers.stream().flatMap(answer -> answer.usage().stream()).reduce(Usage::plus);
  }

  /** The sum of the tokens of all answers, 0 if the provider told none. */
  public long totalTokens() {
    return usage().map(Usage::totalTokens).orElse(0L);
  }

  /**
   * The calls of the last answer that have no result yet: of tools that the request offered and
   * nobody handles, or all that a loop which was stopped left undone. To go on, add a {@link
   * ChatMessage#tool} for each to the {@link #messages()}.
   */
  public List<ToolCall> openCalls() {
    if (answers.isEmpty() || answer().choices().isEmpty()) {
      return List.of();
    }
    Set<String> told = new HashSet<>();
    for (int i = messages.size() - 1; i >= 0 && messages.get(i).role().equals(Role.TOOL); i--) {
      messages.get(i).toolCallId().ifPresent(told::add);
    }
    return answer().message().toolCalls().stream()
        .filter(call -> !told.contains(call.id()))
        .toList();
  }
}
