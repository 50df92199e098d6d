package dev.loraport.catalog;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known for a day.
 *
 * @param verdict yes, no or unknown; a fact that is not a boolean counts as yes
 * @param fact the fact that says so; absent where no source speaks of it
 * @param asOf the day
 */
public record FactAnswer(Verdict verdict, Optional<Fact> fact, LocalDate asOf) {
  public FactAnswer {
    Objects.requireNonNull(verdict, "verdict");
    fact = Parts.optional(fact);
    Objects.requireNonNull(asOf, "asOf");
  }

  /** The value of the fact. */
  public Optional<Json> value() {
    return fact.map(Fact::value);
  }

  /** Whether the answer is yes. */
  public boolean isYes() {
    return verdict == Verdict.YES;
  }

  /** Whether the answer is no. */
  public boolean isNo() {
    return verdict == Verdict.NO;
  }
}
