package dev.loraport.serving;

/** Which ways of serving are allowed. */
public enum ServingPreference {
  /** Serverless, or a refusal. */
  SERVERLESS_ONLY,
  /** Serverless where the provider still does it, else a dedicated deployment. */
  SERVERLESS_OR_DEDICATED,
  /** A dedicated deployment. */
  DEDICATED_ONLY
}
