package dev.loraport.structured;

import dev.loraport.chat.ChatCompletion;
import java.util.List;
import java.util.Objects;

/**
 * A value, and what the provider answered with it.
 *
 * @param value the value
 * @param answers all answers that were paid for, in their order: the last holds the value, those
 *     before it didn't fit and were sent back by {@link Structured#withRepairs}
 * @param <T> the type of the value
 */
public record StructuredAnswer<T>(T value, List<ChatCompletion> answers) {
  public StructuredAnswer {
    Objects.requireNonNull(value, "value");
    answers = List.copyOf(answers);
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("answers is empty: a value comes from an answer");
    }
  }

  /** The answer that holds the value, with its usage, its reason for the end and its request id. */
  public ChatCompletion answer() {
    return answers.get(answers.size() - 1);
  }
}
