package dev.loraport.dataset;

/**
 * Counts the tokens of texts, as the tokenizer of a model does or nearly so. Several threads call
 * it at once, so it must be safe for that.
 */
public interface TokenCounter {
  /** Which tokenizer it is, as a report says it: {@code o200k_base}, {@code Qwen/Qwen3-8B}. */
  String name();

  /** Whether it counts exactly what the tokenizer it names would give; true unless said. */
  default boolean exact() {
    return true;
  }

  /**
   * How many tokens a text has, without those that mark its beginning or end.
   *
   * @param text the text of a message or of a part of one; may be empty, and may hold lone
   *     surrogates
   * @return 0 or more
   */
  long count(String text);
}
