package dev.loraport.fireworks;

import dev.loraport.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An account at Fireworks.
 *
 * @param id the id, such as {@code my-team}
 * @param displayName the name for people
 * @param state the provider's word for its state, such as {@code READY}
 * @param suspendState why it is suspended, such as {@code CREDIT_DEPLETED}; {@code UNSUSPENDED} for
 *     one that is not
 * @param createdAt when it was created
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record FireworksAccount(
    String id,
    Optional<String> displayName,
    Optional<String> state,
    Optional<String> suspendState,
    Optional<Instant> createdAt,
    Map<String, Json> extra) {
  /** Keeps a copy of the rest. */
  public FireworksAccount {
    extra = Json.object(extra).members();
  }

  /** Whether it is suspended: then every call is refused with the status 412. */
  public boolean isSuspended() {
    return suspendState.filter(word -> !word.startsWith("UNSUSPENDED")).isPresent();
  }

  /** The account without its rest, which holds an address of mail. */
  @Override
  public String toString() {
    return "account " + id + " " + state.orElse("") + " " + suspendState.orElse("");
  }
}
