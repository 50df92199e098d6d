package dev.loraport.structured;

import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.FinishReason;
import dev.loraport.json.Json;
import dev.loraport.structured.StructuredOutputException.Reason;
import java.lang.reflect.Type;

/**
 * Finds the value in what a model answered.
 *
 * @param <T> its type
 */
final class AnswerValues<T> {
  private static final String FENCE = "```";
  private static final String THOUGHT_END = "</think>";

  private final Type type;
  private final Json schema;

  AnswerValues(Type type, Json schema) {
    this.type = type;
    this.schema = schema;
  }

  /** The value of the first choice. */
  T of(ChatCompletion answer) throws Unfit {
    if (answer.choices().isEmpty()) {
      throw new Unfit(Reason.EMPTY, "has no choices", "", null);
    }
    ChatChoice choice = answer.choices().get(0);
    String raw = choice.message().text();
    String refusal =
        choice.message().extra().getOrDefault("refusal", Json.missing()).string().orElse("");
    if (!refusal.isBlank()) {
      throw new Unfit(Reason.REFUSED, "is a refusal", refusal, null);
    }
    FinishReason end = choice.finishReason().orElse(FinishReason.STOP);
    if (end.equals(FinishReason.CONTENT_FILTER)) {
      throw new Unfit(Reason.FILTERED, "was withheld by the provider", raw, null);
    }
    try {
      return of(raw);
    } catch (Unfit e) {
      boolean whole = e.reason() == Reason.MISFIT || !end.equals(FinishReason.LENGTH);
      throw whole ? e : new Unfit(Reason.CUT, "was cut at the limit of tokens", raw, e.getCause());
    }
  }

  /** The value of a text, beside which there may be thoughts and a fence. */
  T of(String text) throws Unfit {
    String bare = bare(text);
    if (bare.isEmpty()) {
      throw new Unfit(Reason.EMPTY, "has no text", text, null);
    }
    Json json;
    try {
      json = Json.parse(bare);
    } catch (IllegalArgumentException e) {
      String what =
          bare.startsWith("{") || bare.startsWith("[")
              ? "is no JSON: " + e.getMessage()
              : "begins with text and not with JSON";
      throw new Unfit(Reason.NOT_JSON, what, text, e);
    }
    try {
      return typed(json);
    } catch (IllegalArgumentException e) {
      throw new Unfit(Reason.MISFIT, "does not fit: " + e.getMessage(), text, e);
    }
  }

  /**
   * The value of parsed JSON.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  @SuppressWarnings("unchecked") // the type is that of the class or the token
  T typed(Json json) {
    return (T) Reading.value(json, schema, type);
  }

  private static String bare(String text) {
    String rest = text.strip();
    // some templates open the thoughts themselves, so that only their end is in the answer
    int thought = rest.startsWith("{") ? -1 : rest.indexOf(THOUGHT_END);
    if (thought >= 0) {
      rest = rest.substring(thought + THOUGHT_END.length()).strip();
    }
    // some models put JSON into a Markdown fence, as was seen at Nebius in 2026
    if (rest.length() >= 2 * FENCE.length() && rest.startsWith(FENCE) && rest.endsWith(FENCE)) {
      int from = FENCE.length();
      int to = rest.length() - FENCE.length();
      while (from < to && Character.isLetterOrDigit(rest.charAt(from))) {
        from++;
      }
      return rest.substring(from, to).strip();
    }
    return rest.startsWith("{") ? rest : fenced(rest);
  }

  /** The one fenced block of a text; the text where it has none, or several. */
  private static String fenced(String text) {
    String[] parts = text.split(FENCE, -1);
    return parts.length == 3 ? parts[1].replaceFirst("^\\w+", "").strip() : text;
  }
}
