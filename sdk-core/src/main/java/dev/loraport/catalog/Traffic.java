package dev.loraport.catalog;

/**
 * How much a model will be asked.
 *
 * @param requestsPerDay requests a day, 1 or more
 * @param inputTokens tokens of a request, 1 or more
 * @param outputTokens tokens of an answer, 1 or more
 */
public record Traffic(long requestsPerDay, long inputTokens, long outputTokens) {
  /** 1,000 requests a day of 400 tokens, with answers of 100: what is assumed where nobody says. */
  public static final Traffic ASSUMED = new Traffic(1_000, 400, 100);

  private static final long MOST = 10_000_000_000_000L;

  /** Refuses what is not from 1 to 10<sup>13</sup>. */
  public Traffic {
    if (Math.min(requestsPerDay, Math.min(inputTokens, outputTokens)) < 1
        || Math.max(requestsPerDay, Math.max(inputTokens, outputTokens)) > MOST) {
      throw new IllegalArgumentException(
          "requests and tokens must be 1 or more, and at most "
              + MOST
              + ", not "
              + requestsPerDay
              + " requests a day of "
              + inputTokens
              + " and "
              + outputTokens
              + " tokens");
    }
  }
}
