package dev.loraport.catalog;

/** The answer to a question about a day. */
public enum Verdict {
  /** A source says so for that day. */
  YES,
  /** A source says that it is not so. */
  NO,
  /** No source covers the day. */
  UNKNOWN
}
