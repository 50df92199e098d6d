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

/** One event of a streamed answer. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ChatChunk.Builder.class)
public interface ChatChunk {
  /** The id of the answer; empty where the provider sent none. */
  @Value.Default
  default String id() {
    return "";
  }

  /** The model that answers. */
  Optional<String> model();

  /** When. */
  Optional<Instant> createdAt();

  /** What it adds to the answers; none on some last chunks. */
  List<ChatDelta> deltas();

  /** The tokens, on a last chunk. */
  Optional<Usage> usage();

  /** What the provider sent beyond the fields above, by its own names. */
  @JsonAnyGetter
  Map<String, Json> extra();

  /** The piece of text that this chunk adds to the first answer; often empty. */
  default String text() {
    for (ChatDelta delta : deltas()) {
      if (delta.index() == 0 && delta.content().isPresent()) {
        return delta.content().get();
      }
    }
    return "";
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ChatChunk}. */
  final class Builder extends ImmutableChatChunk.Builder {
    Builder() {}
  }
}
