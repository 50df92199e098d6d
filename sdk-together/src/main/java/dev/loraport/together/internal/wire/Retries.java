package dev.loraport.together.internal.wire;

import dev.loraport.error.ErrorAnswer;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.RetryRules;
import java.util.List;

/** When Together's errors are repeated, above the default table. */
public final class Retries implements RetryRules {
  @Override
  public Decision decide(Operation operation, ErrorAnswer answer) {
    // a server that wants no other try is heard by the default table, before any status
    if (answer.headers().getOrDefault("x-should-retry", List.of()).contains("false")) {
      return Decision.DEFAULT;
    }
    if (answer.status() == 503 && asks(operation.kind()) && Errors.has(answer, "routing_error")) {
      return Decision.WAIT;
    }
    // a conflict is final here: identical content has a file id, a stale etag needs a new look
    if (answer.status() == 409) {
      return Decision.FAIL;
    }
    if (answer.status() == 500 && (asks(operation.kind()) || operation.kind() == Kind.READ)) {
      return Decision.RETRY;
    }
    return Decision.DEFAULT;
  }

  private static boolean asks(Kind kind) {
    return kind == Kind.INFERENCE || kind == Kind.STREAM;
  }
}
