package dev.loraport.spi;

import dev.loraport.chat.ChatRequest;
import dev.loraport.json.Json;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.immutables.value.Value;

/** How one provider's chat completions differ from the others'; see {@link OpenAiChat}. */
@Value.Immutable
@SdkStyle
public interface ChatDialect {
  /** The path of chat completions below the base address. */
  @Value.Default
  default String path() {
    return "/chat/completions";
  }

  /**
   * The path of text completions below the base address; empty where the provider has none, so that
   * they are refused.
   */
  @Value.Default
  default String textPath() {
    return "/completions";
  }

  /**
   * Which base addresses are of this provider. A model that names another one is refused before
   * anything is sent.
   */
  Predicate<URI> allowedBaseUrl();

  /**
   * Whether only {@code [DONE]} ends a stream. Otherwise the end of the connection does too, once a
   * finish reason came for each answer that was asked for.
   */
  @Value.Default
  default boolean endsOnlyAtDone() {
    return true;
  }

  /** The name under which the thinking of an earlier answer is sent back. */
  @Value.Default
  default String reasoningField() {
    return "reasoning_content";
  }

  /**
   * The members that an answer is sent back with beyond those of {@link
   * dev.loraport.chat.ChatMessage}, where others are refused: the answer may be another provider's.
   * Without it all are sent back.
   */
  Optional<Set<String>> answerMembers();

  /** The {@code max_tokens} of a request that names none; without it none is sent. */
  OptionalInt defaultMaxTokens();

  /** Members that each chat gets unless it has them itself. */
  Map<String, Json> defaults();

  /** Members that each text completion gets unless it has them itself. */
  Map<String, Json> textDefaults();

  /**
   * The longest answer in tokens that this provider gives at once; the answer to a request for more
   * is streamed, and put together before it is handed out. Without it no answer is too long.
   */
  OptionalInt longestWholeAnswer();

  /**
   * Members that a request over {@link #longestWholeAnswer()} gets unless it has them itself, where
   * a stream tells only if asked what a whole answer always tells.
   */
  Map<String, Json> longAnswerDefaults();

  /**
   * What the headers of an answer, whole or streamed, add to its {@code extra()}; a member of the
   * body or of a chunk wins over one of the headers.
   */
  @Value.Default
  default Function<HttpHeaders, Map<String, Json>> headerExtra() {
    return headers -> Map.of();
  }

  /** How log-probabilities of a chat are asked for; a text completion asks by their count. */
  @Value.Default
  default LogprobsForm logprobsForm() {
    return LogprobsForm.FLAG_AND_COUNT;
  }

  /** Where the schema of a structured answer goes. */
  @Value.Default
  default SchemaForm schemaForm() {
    return SchemaForm.WRAPPED;
  }

  /** Where a regular expression or a grammar for the answer goes. */
  @Value.Default
  default GrammarForm grammarForm() {
    return GrammarForm.RESPONSE_FORMAT;
  }

  /** How thinking is switched on and off. */
  @Value.Default
  default ReasoningForm reasoningForm() {
    return ReasoningForm.ENABLED;
  }

  /** Whether a stream must ask for its usage by {@code stream_options}. */
  @Value.Default
  default boolean asksForUsage() {
    return false;
  }

  /**
   * Fields that this provider does not take; a request with one of them is refused before anything
   * is sent. A field of a message is named like {@code messages.name}, a form of an answer like
   * {@code response_format.regex}, a field of a text completion like {@code completions.echo}.
   */
  Set<String> unsupported();

  /**
   * Refuses, by an exception, a request whose fields this provider doesn't take together. It is
   * asked before anything is sent. The {@code extra()} of the request holds what the call adds too:
   * what has a name there is sent in place of the field, which is not to be judged then. A text
   * completion comes as a chat of one message with its {@code maxTokens}, {@code topK}, {@code
   * stop} and {@code logprobs}.
   */
  @Value.Default
  default Consumer<ChatRequest> check() {
    return request -> {};
  }

  /** How log-probabilities are asked for. */
  enum LogprobsForm {
    /** {@code "logprobs": 3}. */
    COUNT,
    /** {@code "logprobs": true, "top_logprobs": 3}. */
    FLAG_AND_COUNT
  }

  /** Where the schema of a structured answer goes. */
  enum SchemaForm {
    /** {@code "json_schema": {"name": ..., "schema": {...}}}. */
    WRAPPED,
    /** {@code "json_schema": {...}}, the schema itself. */
    BARE
  }

  /** Where a regular expression or a grammar for the answer goes. */
  enum GrammarForm {
    /**
     * {@code "response_format": {"type": "regex", "pattern": ...}}, or {@code "grammar"} in both.
     */
    RESPONSE_FORMAT,
    /** {@code "guided_regex"} or {@code "guided_grammar"} beside the other fields. */
    GUIDED
  }

  /** How thinking is switched on and off. */
  enum ReasoningForm {
    /** {@code "reasoning": {"enabled": true}}. */
    ENABLED,
    /** {@code "thinking": {"type": "enabled"}}. */
    THINKING,
    /** {@code "chat_template_kwargs": {"enable_thinking": true}}. */
    TEMPLATE
  }

  /** Starts a dialect. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects a {@link ChatDialect}. */
  final class Builder extends ImmutableChatDialect.Builder {
    Builder() {}
  }
}
