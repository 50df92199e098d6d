package dev.loraport.internal.http;

import java.util.concurrent.atomic.AtomicInteger;

/** A bucket of tokens: each repetition takes one, each success gives one back. */
final class RetryBudget {
  private final int size;
  private final AtomicInteger tokens;

  /**
   * Makes a full bucket.
   *
   * @param size how many tokens it holds; 0 for no limit
   */
  RetryBudget(int size) {
    this.size = size;
    this.tokens = new AtomicInteger(size);
  }

  boolean take() {
    return size == 0 || tokens.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  void giveBack() {
    if (tokens.get() < size) {
      tokens.updateAndGet(n -> Math.min(size, n + 1));
    }
  }
}
