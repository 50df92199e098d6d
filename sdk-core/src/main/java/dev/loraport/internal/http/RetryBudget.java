package dev.loraport.internal.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket of tokens: each repetition takes one, each success gives a tenth of one back. So it runs
 * dry where more than one of eleven attempts fails for long.
 */
final class RetryBudget {
  private static final int TOKEN = 10;

  private final long size;
  private final AtomicLong tenths;

  /**
   * Makes a full bucket.
   *
   * @param size how many tokens it holds; 0 for no limit
   */
  RetryBudget(int size) {
    this.size = (long) size * TOKEN;
    this.tenths = new AtomicLong(this.size);
  }

  boolean take() {
    return size == 0 || tenths.getAndUpdate(n -> n < TOKEN ? n : n - TOKEN) >= TOKEN;
  }

  void giveBack() {
    if (tenths.get() < size) {
      tenths.updateAndGet(n -> Math.min(size, n + 1));
    }
  }
}
