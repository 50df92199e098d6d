package dev.loraport.fireworks.internal.adapter;

import dev.loraport.adapter.AdapterState;

/** The words for the state of a model; there is none for a failure, which its status tells. */
final class AdapterStates {
  private AdapterStates() {}

  /**
   * The state.
   *
   * @param word the word for the state
   * @param code the code of the status, such as {@code OK}; empty where it is not said
   */
  static AdapterState of(String word, String code) {
    return switch (word) {
      case "READY" -> AdapterState.READY;
      case "UPLOADING" ->
          code.isEmpty() || code.equals("OK") ? AdapterState.IMPORTING : AdapterState.FAILED;
      default -> AdapterState.UNKNOWN;
    };
  }
}
