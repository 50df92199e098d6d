package dev.loraport.chat;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** One answer. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ChatChoice.Builder.class)
public interface ChatChoice {
  /** The position among the answers. */
  @Value.Default
  default int index() {
    return 0;
  }

  /** The message of the model. */
  ChatMessage message();

  /** Why it ended. */
  Optional<FinishReason> finishReason();

  /** The log-probabilities, in the form of the provider. */
  Optional<Json> logprobs();

  /** The seed that was used; it may exceed 64 bits with a sign. */
  Optional<BigInteger> seed();

  /** What the provider sent beyond the fields above, by its own names. */
  @JsonAnyGetter
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ChatChoice}. */
  final class Builder extends ImmutableChatChoice.Builder {
    Builder() {}
  }
}
