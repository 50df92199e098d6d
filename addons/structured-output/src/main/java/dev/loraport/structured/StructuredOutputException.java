package dev.loraport.structured;

import dev.loraport.chat.ChatCompletion;
import dev.loraport.error.LoraportException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model gave no value of the type that was asked for. What it wrote instead is kept, and so are
 * the answers, which are paid for all the same.
 */
public final class StructuredOutputException extends LoraportException {
  private static final long serialVersionUID = 1L;

  /** Why there is no value. */
  public enum Reason {
    /** The model declined; {@link #rawText()} is what it said. */
    REFUSED,
    /** The provider withheld the answer, or the rest of it. */
    FILTERED,
    /** The limit of tokens was reached: ask again with a higher {@code maxTokens}. */
    CUT,
    /** The model wrote nothing, or asked for tools instead. */
    EMPTY,
    /** What the model wrote is no JSON; not every model keeps to a schema. */
    NOT_JSON,
    /** What the model wrote is JSON, but does not fit the type; the message names the member. */
    MISFIT
  }

  private final Reason reason;
  private final String rawText;
  private final transient @Nullable List<ChatCompletion> answers;

  /**
   * Makes an exception.
   *
   * @param message what happened and what to do, in one line
   * @param reason why there is no value
   * @param rawText what the model wrote
   * @param answers the answers, in their order; none if a text was read
   * @param cause what it came from
   */
  public StructuredOutputException(
      String message,
      Reason reason,
      String rawText,
      List<ChatCompletion> answers,
      @Nullable Throwable cause) {
    super(null, "chat.structured", message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.rawText = Objects.requireNonNull(rawText, "rawText");
    this.answers = List.copyOf(answers);
  }

  /** Why there is no value. */
  public Reason reason() {
    return reason;
  }

  /**
   * What the model wrote, as it came; empty where it wrote nothing. It is no part of the message.
   */
  public String rawText() {
    return rawText;
  }

  /**
   * All answers in their order, more than one after {@link Structured#withRepairs}; none where a
   * text was read, and in an exception that was serialized.
   */
  public List<ChatCompletion> answers() {
    return answers == null ? List.of() : answers;
  }

  /** The id of the request of {@link #answer()}. */
  @Override
  public Optional<String> requestId() {
    return answer().flatMap(ChatCompletion::requestId);
  }

  /** The answer that failed, with its usage, its reason for the end and its request id. */
  public Optional<ChatCompletion> answer() {
    List<ChatCompletion> all = answers();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }
}
