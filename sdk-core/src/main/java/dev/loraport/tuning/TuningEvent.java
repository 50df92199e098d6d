package dev.loraport.tuning;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Something that happened in a job. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = TuningEvent.Builder.class)
public interface TuningEvent {
  /** When. */
  Optional<Instant> createdAt();

  /** How grave it is. */
  Optional<EventLevel> level();

  /** The provider's name of the event, in lower case. */
  Optional<String> type();

  /** The text for people. */
  @Value.Default
  default String message() {
    return "";
  }

  /** The training step it belongs to. */
  OptionalLong step();

  /** What the provider sent beyond the fields above, by its own names. */
  @JsonAnyGetter
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link TuningEvent}. */
  final class Builder extends ImmutableTuningEvent.Builder {
    Builder() {}
  }
}
