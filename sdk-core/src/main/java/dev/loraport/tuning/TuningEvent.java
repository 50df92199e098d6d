package dev.loraport.tuning;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that happened in a job.
 *
 * @param createdAt when
 * @param level how grave it is
 * @param type the provider's name of the event, in lower case
 * @param message the text for people
 * @param step the training step it belongs to
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record TuningEvent(
    Optional<Instant> createdAt,
    Optional<EventLevel> level,
    Optional<String> type,
    String message,
    OptionalLong step,
    Map<String, Json> extra) {
  public TuningEvent {
    createdAt = Parts.optional(createdAt);
    level = Parts.optional(level);
    type = Parts.optional(type);
    message = Parts.text(message);
    step = Parts.optional(step);
    extra = Parts.members(extra);
  }
}
