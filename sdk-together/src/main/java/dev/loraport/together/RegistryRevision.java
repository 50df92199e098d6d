package dev.loraport.together;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A revision of a model in the registry.
 *
 * @param id its id
 * @param createdAt when it was made
 * @param validatedAt when its files were last looked at
 * @param status what came of that, such as {@code REVISION_VALIDATION_STATUS_SUCCESS}
 * @param problems what was found
 */
public record RegistryRevision(
    String id,
    Optional<Instant> createdAt,
    Optional<Instant> validatedAt,
    Optional<String> status,
    List<Problem> problems) {
  /** Copies what is a collection. */
  public RegistryRevision {
    problems = List.copyOf(problems);
  }

  /** Whether its files were found to be good. */
  public boolean isValid() {
    return status.filter(word -> word.endsWith("_SUCCESS")).isPresent();
  }

  /**
   * What was found in the files of a revision.
   *
   * @param rule the rule that they break
   * @param severity how bad that is
   * @param message the same in words
   */
  public record Problem(
      Optional<String> rule, Optional<String> severity, Optional<String> message) {}
}
