package dev.loraport.testkit.internal.engine;

/** What a fake of one provider adds to the engine. */
public interface Provider {
  /** The path under which routes, faults and the journal know a request. */
  String canonicalPath(String path);

  /** Answers a call of the API; runs on the connection's thread. */
  Answer answer(Call call);

  /** An error in the provider's own shape, for faults, crashes and malformed requests. */
  Answer error(int status, String message);

  /** The same for a call that is known, where one provider has several shapes. */
  default Answer error(Call call, int status, String message) {
    return error(status, message);
  }

  /** Headers that the provider puts on every answer. */
  void decorate(Answer answer);
}
