package dev.loraport.adapter;

/** Whether an adapter at a provider can be used, in the vocabulary of all providers. */
public enum AdapterState {
  /** Asked for, or being fetched and checked. */
  IMPORTING,
  /** It can be served, where the provider serves adapters. */
  READY,
  /** It can not be used; see its problem. */
  FAILED,
  /** A word that this version doesn't know; it counts as not ended. */
  UNKNOWN;

  /** Whether nothing will change any more. */
  public boolean isTerminal() {
    return this == READY || this == FAILED;
  }
}
