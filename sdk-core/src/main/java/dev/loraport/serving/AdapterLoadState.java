package dev.loraport.serving;

/** Whether an adapter on a deployment answers, in the vocabulary of all providers. */
public enum AdapterLoadState {
  /** Being fetched or put in place. */
  LOADING,
  /** In place. */
  READY,
  /** Being taken away. */
  REMOVING,
  /** It could not be loaded. */
  FAILED,
  /** A word that this version doesn't know. */
  UNKNOWN
}
