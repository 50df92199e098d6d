package dev.loraport.dataset;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a check is done. Each method gives another value with that one thing changed:
 *
 * <pre>{@code
 * dataset.check(CheckOptions.of(rules).maxFindings(1000).threads(1));
 * }</pre>
 */
public final class CheckOptions {
  private static final int DEFAULT_FINDINGS = 100;
  private static final int DEFAULT_THREADS = 4;

  private final DatasetRules rules;
  private final int maxFindings;
  private final int threads;
  private final @Nullable TokenCounter tokenCounter;

  private CheckOptions(
      DatasetRules rules, int maxFindings, int threads, @Nullable TokenCounter tokenCounter) {
    this.rules = rules;
    this.maxFindings = maxFindings;
    this.threads = threads;
    this.tokenCounter = tokenCounter;
  }

  /** By these rules, with 100 findings, an estimate of tokens, and a thread a core up to 4. */
  public static CheckOptions of(DatasetRules rules) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new CheckOptions(
        Objects.requireNonNull(rules, "rules"),
        DEFAULT_FINDINGS,
        Math.min(cores, DEFAULT_THREADS),
        null);
  }

  /**
   * With so many findings kept in the report; those beyond are only counted.
   *
   * @throws IllegalArgumentException if it is below 0
   */
  public CheckOptions maxFindings(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("maxFindings must be 0 or more, not " + most);
    }
    return new CheckOptions(rules, most, threads, tokenCounter);
  }

  /**
   * With so many threads at most, the caller's among them; the others end with the check.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public CheckOptions threads(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("threads must be 1 or more, not " + most);
    }
    return new CheckOptions(rules, maxFindings, most, tokenCounter);
  }

  /** With tokens counted by that tokenizer, which takes far longer than the estimate. */
  public CheckOptions tokenCounter(TokenCounter counter) {
    return new CheckOptions(
        rules, maxFindings, threads, Objects.requireNonNull(counter, "counter"));
  }

  DatasetRules rules() {
    return rules;
  }

  int maxFindings() {
    return maxFindings;
  }

  int threads() {
    return threads;
  }

  @Nullable TokenCounter tokenCounter() {
    return tokenCounter;
  }
}
