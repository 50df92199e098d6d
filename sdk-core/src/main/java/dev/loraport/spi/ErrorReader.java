package dev.loraport.spi;

import dev.loraport.error.ErrorAnswer;

/** Reads what a provider says in the body of an error; the default reads OpenAI's shapes. */
@FunctionalInterface
public interface ErrorReader {
  /**
   * Adds code, type, parameter, message and hint to what is known from status and headers.
   *
   * @param known status, headers, request id and raw body; the message is still empty
   * @param into collects the rest, and holds all that is known already
   */
  void read(ErrorAnswer known, ErrorAnswer.Builder into);

  /** The same for a reader that looks at the call too, such as at the model in its body. */
  default void read(Call call, ErrorAnswer known, ErrorAnswer.Builder into) {
    read(known, into);
  }
}
