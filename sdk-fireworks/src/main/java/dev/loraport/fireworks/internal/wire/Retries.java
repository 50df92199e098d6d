package dev.loraport.fireworks.internal.wire;

import dev.loraport.error.ErrorAnswer;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.RetryRules;

/** When Fireworks' errors are repeated, above the default table. */
public final class Retries implements RetryRules {
  @Override
  public Decision decide(Operation operation, ErrorAnswer answer) {
    Kind kind = operation.kind();
    boolean asks = kind == Kind.INFERENCE || kind == Kind.STREAM;
    return switch (answer.status()) {
      case 503 -> asks && Errors.isWaking(answer) ? Decision.WAIT : Decision.DEFAULT;
      // a taken id stays taken; a change at the same time is over at the next try
      case 409 ->
          Errors.is(answer, "ABORTED") && kind != Kind.CREATE ? Decision.RETRY : Decision.FAIL;
      // without a time to wait it is a quota of GPUs, which more tries don't raise
      case 429 ->
          kind == Kind.CREATE && answer.retryAfter().isEmpty() ? Decision.FAIL : Decision.DEFAULT;
      default -> Decision.DEFAULT;
    };
  }
}
