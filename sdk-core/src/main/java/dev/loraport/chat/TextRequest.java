package dev.loraport.chat;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A plain text that the model is to go on with, without roles and without a chat template: what an
 * adapter needs that was trained on prompts and completions.
 */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = TextRequest.Builder.class)
public interface TextRequest {
  /** The model that goes on. */
  ModelRef model();

  /** The text so far; it goes to the model as it is. */
  String prompt();

  /** The longest answer in tokens, 0 or more; Together takes no 0. */
  OptionalInt maxTokens();

  /** How freely tokens are chosen, 0 to 2. */
  OptionalDouble temperature();

  /** The share of probability to choose from, 0 to 1. */
  OptionalDouble topP();

  /** The number of tokens to choose from. */
  OptionalInt topK();

  /** Texts that end the answer. */
  List<String> stop();

  /** For answers that can be repeated, as far as the provider keeps to it. */
  OptionalLong seed();

  /** How many answers, 1 or more. */
  OptionalInt n();

  /** How many alternatives to report at each token, from 0. */
  OptionalInt logprobs();

  /** Whether the answer begins with the prompt. */
  @Value.Default
  default boolean echo() {
    return false;
  }

  /** Fields to add to the request, by the names of the provider; they win over the fields above. */
  @Value.Redacted
  Map<String, Json> extra();

  /** Refuses what is out of its range. */
  @Value.Check
  default void check() {
    Ranges.check("maxTokens", maxTokens(), 0, Ranges.NO_END);
    Ranges.check("temperature", temperature(), 0, 2);
    Ranges.check("topP", topP(), 0, 1);
    Ranges.check("n", n(), 1, 128);
    Ranges.check("logprobs", logprobs(), 0, Ranges.NO_END);
  }

  /** A text to go on with. */
  static TextRequest of(ModelRef model, String prompt) {
    return builder().model(model).prompt(prompt).build();
  }

  /** A text to go on with. */
  static TextRequest of(String model, String prompt) {
    return of(ModelRef.of(model), prompt);
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link TextRequest}. */
  final class Builder extends ImmutableTextRequest.Builder {
    Builder() {}
  }
}
