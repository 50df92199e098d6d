package dev.loraport.serving;

/** How a tuned model is reached. */
public enum ServingMode {
  /** On shared machines, paid by the token. */
  SERVERLESS,
  /** On machines of one's own, paid by the hour. */
  DEDICATED,
  /** Not at all. */
  NONE
}
