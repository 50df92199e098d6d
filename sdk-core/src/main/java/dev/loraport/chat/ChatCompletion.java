package dev.loraport.chat;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** What the model answered. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ChatCompletion.Builder.class)
public interface ChatCompletion {
  /** The id of the answer; empty where the provider sent none. */
  @Value.Default
  default String id() {
    return "";
  }

  /** The model that answered. */
  Optional<String> model();

  /** When. */
  Optional<Instant> createdAt();

  /** The answers; mostly one. */
  List<ChatChoice> choices();

  /** The tokens. */
  Optional<Usage> usage();

  /** The id of the request, for the support of the provider. */
  Optional<String> requestId();

  /** What the provider sent beyond the fields above, by its own names. */
  @JsonAnyGetter
  Map<String, Json> extra();

  /** The text of the first answer; empty if there is none. */
  default String text() {
    return choices().isEmpty() ? "" : choices().get(0).message().text();
  }

  /**
   * The message of the first answer, to be put into the next request.
   *
   * @throws IllegalStateException if there is no answer
   */
  default ChatMessage message() {
    if (choices().isEmpty()) {
      throw new IllegalStateException("the answer " + id() + " has no choices");
    }
    return choices().get(0).message();
  }

  /** Why the first answer ended. */
  default Optional<FinishReason> finishReason() {
    return choices().isEmpty() ? Optional.empty() : choices().get(0).finishReason();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ChatCompletion}. */
  final class Builder extends ImmutableChatCompletion.Builder {
    Builder() {}
  }
}
