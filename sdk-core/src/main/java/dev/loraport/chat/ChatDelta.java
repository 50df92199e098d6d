package dev.loraport.chat;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** What a chunk adds to one answer. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ChatDelta.Builder.class)
public interface ChatDelta {
  /** Which answer it belongs to. */
  @Value.Default
  default int index() {
    return 0;
  }

  /** Who speaks, mostly on the first chunk. */
  Optional<Role> role();

  /** The next piece of the text. */
  Optional<String> content();

  /** The next piece of the thinking. */
  Optional<String> reasoning();

  /** The next pieces of tool calls. */
  List<ToolCallDelta> toolCalls();

  /** Why the answer ended; it can come twice. */
  Optional<FinishReason> finishReason();

  /** The log-probabilities, in the form of the provider. */
  Optional<Json> logprobs();

  /** The seed that was used. */
  Optional<BigInteger> seed();

  /** What the provider sent beyond the fields above, by its own names. */
  @JsonAnyGetter
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ChatDelta}. */
  final class Builder extends ImmutableChatDelta.Builder {
    Builder() {}
  }
}
