package dev.loraport.testkit.contract;

/** How a job of the fake is to go. */
public enum JobEnd {
  /** It runs and succeeds after a few looks. */
  SUCCEEDS,
  /** It runs and fails with a text for people. */
  FAILS,
  /** It passes a state with a name that no client knows, and succeeds. */
  SUCCEEDS_STRANGELY,
  /** It runs and never ends by itself. */
  NEVER
}
