package dev.loraport.internal.http;

import dev.loraport.error.ApiException;
import dev.loraport.error.ErrorAnswer;
import dev.loraport.http.RetryPolicy;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.RetryRules;
import dev.loraport.spi.RetryRules.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides whether, and after which pause, a failed attempt is followed by another. */
final class Retries {
  private final RetryPolicy policy;
  private final RetryRules rules;
  private final RetryBudget budget;
  private final RandomGenerator random;

  Retries(RetryPolicy policy, RetryRules rules, RandomGenerator random) {
    this.policy = policy;
    this.rules = rules;
    this.budget = new RetryBudget(policy.budget());
    this.random = random;
  }

  /** A call succeeded. */
  void succeeded() {
    budget.giveBack();
  }

  /** The pause before the next attempt, or nothing if the call has failed. */
  Optional<Duration> next(CallState call, AttemptFailure failure) {
    ErrorAnswer answer = failure.exception() instanceof ApiException api ? api.answer() : null;
    Decision decision = decide(call, failure, answer);
    if (decision == Decision.FAIL || !canSendAgain(call)) {
      return Optional.empty();
    }
    boolean waiting = decision == Decision.WAIT;
    Duration asked = answer == null ? null : answer.retryAfter().orElse(null);
    if (waiting) {
      // only the deadline ends it, so a wish for no pause at all would ask without one
      asked = asked != null && asked.compareTo(policy.baseDelay()) < 0 ? null : asked;
    } else if (!call.mayRetry() || (asked != null && asked.compareTo(policy.maxRetryAfter()) > 0)) {
      return Optional.empty();
    }
    Duration pause = asked != null ? asked : backoff(call, waiting);
    if (!call.hasTimeFor(pause, waiting) || (!waiting && !budget.take())) {
      return Optional.empty();
    }
    call.planned(pause, waiting);
    return Optional.of(pause);
  }

  private Decision decide(CallState call, AttemptFailure failure, @Nullable ErrorAnswer answer) {
    Kind kind = call.operation().kind();
    boolean byTable = RetryTable.repeats(kind, failure.situation(), policy.retryInference());
    if (!byTable && RetryTable.repeats(kind, failure.situation(), true)) {
      // who pays for inference switched it off; no rule and no server switches it on
      return Decision.FAIL;
    }
    if (answer != null) {
      Decision own = rules.decide(call.operation(), answer);
      if (own != Decision.DEFAULT) {
        return own;
      }
      String wish = String.join(",", answer.headers().getOrDefault("x-should-retry", List.of()));
      if (wish.equals("false")) {
        return Decision.FAIL;
      }
      // A server can not know that a create is worth a second thing that costs.
      byTable |= wish.equals("true") && kind != Kind.CREATE;
    }
    return byTable ? Decision.RETRY : Decision.FAIL;
  }

  private static boolean canSendAgain(CallState call) {
    return !call.sent() || call.request().body().map(body -> body.repeatable()).orElse(true);
  }

  /** A random share of a doubling time; while waiting for readiness at least half of it. */
  private Duration backoff(CallState call, boolean waiting) {
    int doublings = Math.min(30, waiting ? call.waits() : call.retries());
    long most = policy.maxDelay().toMillis();
    long base = policy.baseDelay().toMillis();
    long full = Math.min(most, base << doublings < 0 ? most : base << doublings);
    long least = waiting ? full / 2 : 0;
    return Duration.ofMillis(least + random.nextLong(full - least + 1));
  }
}
