package dev.loraport.together;

import dev.loraport.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An upload: Together fetches the files of a model from an address.
 *
 * @param id its id
 * @param model the model that gets the files
 * @param state how far it is
 * @param status Together's own word for the state
 * @param message what Together says about the state
 * @param source the address without its query, which may be a secret
 * @param restarts how often it was begun again
 * @param maxRestarts how often it may be
 * @param createdAt when it was asked for
 * @param updatedAt when it last changed
 * @param extra what Together sent beyond the fields above, by its own names
 */
public record RegistryUpload(
    RegistryId id,
    Optional<RegistryId> model,
    State state,
    String status,
    Optional<String> message,
    Optional<String> source,
    OptionalInt restarts,
    OptionalInt maxRestarts,
    Optional<Instant> createdAt,
    Optional<Instant> updatedAt,
    Map<String, Json> extra) {
  /** Copies what is a collection. */
  public RegistryUpload {
    Objects.requireNonNull(id, "id");
    extra = Json.object(extra).members();
  }

  /** How far an upload is. */
  public enum State {
    /** It waits, runs, or has broken and is begun again. */
    RUNNING,
    /** The model has its files. */
    SUCCEEDED,
    /** It has failed for good. */
    FAILED,
    /** Together's word is none that is known. */
    UNKNOWN;

    /** Whether nothing changes any more. */
    public boolean isTerminal() {
      return this == SUCCEEDED || this == FAILED;
    }
  }
}
