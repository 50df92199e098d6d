package dev.loraport.tuning;

import dev.loraport.internal.json.Parts;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a job ended without a result.
 *
 * @param code the provider's code
 * @param message the text for people
 * @param causedByInput whether the data or the parameters are to blame, so that the same job would
 *     fail again
 */
public record JobFailure(Optional<String> code, String message, boolean causedByInput) {
  public JobFailure {
    code = Parts.optional(code);
    Objects.requireNonNull(message, "message");
  }
}
