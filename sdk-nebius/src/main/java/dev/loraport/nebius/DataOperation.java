package dev.loraport.nebius;

import dev.loraport.json.Json;
import dev.loraport.tuning.JobState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An operation of Data Lab as the provider last described it.
 *
 * @param id the id
 * @param type what it does, such as {@code batch_inference}
 * @param state the state in the vocabulary of all providers
 * @param status the provider's own word for the state
 * @param createdAt when it was created
 * @param finishedAt when it ended
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record DataOperation(
    DataOperationId id,
    Optional<String> type,
    JobState state,
    String status,
    Optional<Instant> createdAt,
    Optional<Instant> finishedAt,
    Map<String, Json> extra) {
  /** Keeps a copy. */
  public DataOperation {
    extra = Json.object(extra).members();
  }
}
