package dev.loraport.spi;

import dev.loraport.error.ErrorAnswer;

/** A provider's own rules for repeating calls, above the default table. */
@FunctionalInterface
public interface RetryRules {
  /** The default table alone. */
  RetryRules DEFAULT = (operation, answer) -> Decision.DEFAULT;

  /** What to do with an answer that is an error. */
  Decision decide(Operation operation, ErrorAnswer answer);

  /** What to do with an answer that is an error. */
  enum Decision {
    /** As the default table says. */
    DEFAULT,
    /** Repeat it: the server refused before it did anything. */
    RETRY,
    /** Do not repeat it. */
    FAIL,
    /** Not ready yet: repeat it until the whole time of the call is over, without counting. */
    WAIT
  }
}
