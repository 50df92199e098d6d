package dev.loraport.chat;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A conversation that the model is to go on with. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ChatRequest.Builder.class)
public interface ChatRequest {
  /** What to chat with. */
  ModelRef model();

  /** The conversation, one message or more. */
  List<ChatMessage> messages();

  /** The longest answer in tokens, 0 or more; Together takes no 0. */
  OptionalInt maxTokens();

  /** How freely tokens are chosen, 0 to 2. */
  OptionalDouble temperature();

  /** The share of probability to choose from, 0 to 1. */
  OptionalDouble topP();

  /** The number of tokens to choose from. */
  OptionalInt topK();

  /** The least probability of a token relative to the likeliest, 0 to 1. */
  OptionalDouble minP();

  /** From -2 to 2. */
  OptionalDouble presencePenalty();

  /** From -2 to 2. */
  OptionalDouble frequencyPenalty();

  /** 1 is none. */
  OptionalDouble repetitionPenalty();

  /** Texts that end the answer. */
  List<String> stop();

  /** For answers that can be repeated, as far as the provider keeps to it. */
  OptionalLong seed();

  /** How many answers, 1 to 128. */
  OptionalInt n();

  /** How many alternatives to report at each token, from 0. */
  OptionalInt logprobs();

  /** What to add to the logits of tokens, by token id. */
  Map<String, Double> logitBias();

  /** The form of the answer. */
  Optional<ResponseFormat> responseFormat();

  /** The tools that may be called. */
  List<Tool> tools();

  /** Whether and which tool must be called. */
  Optional<ToolChoice> toolChoice();

  /** Whether several tools may be called at once. */
  Optional<Boolean> parallelToolCalls();

  /** How hard to think, such as {@code low}, {@code medium}, {@code high}. */
  Optional<String> reasoningEffort();

  /** Whether to think, for models that leave the choice. */
  Optional<Boolean> reasoning();

  /** An id of the end user, for the routing and the abuse checks of the provider. */
  Optional<String> user();

  /** Fields to add to the request, by the names of the provider; they win over the fields above. */
  @Value.Redacted
  Map<String, Json> extra();

  /** Refuses what is out of its range. */
  @Value.Check
  default void check() {
    if (messages().isEmpty()) {
      throw new IllegalArgumentException("messages is empty: a chat needs at least one");
    }
    Ranges.check("maxTokens", maxTokens(), 0, Ranges.NO_END);
    Ranges.check("temperature", temperature(), 0, 2);
    Ranges.check("topP", topP(), 0, 1);
    Ranges.check("minP", minP(), 0, 1);
    Ranges.check("presencePenalty", presencePenalty(), -2, 2);
    Ranges.check("frequencyPenalty", frequencyPenalty(), -2, 2);
    Ranges.check("n", n(), 1, 128);
    Ranges.check("logprobs", logprobs(), 0, Ranges.NO_END);
  }

  /** One message of a user. */
  static ChatRequest of(ModelRef model, String user) {
    Objects.requireNonNull(user, "user");
    return builder().model(model).addMessages(ChatMessage.user(user)).build();
  }

  /** One message of a user. */
  static ChatRequest of(String model, String user) {
    return of(ModelRef.of(model), user);
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ChatRequest}. */
  final class Builder extends ImmutableChatRequest.Builder {
    Builder() {}
  }
}
