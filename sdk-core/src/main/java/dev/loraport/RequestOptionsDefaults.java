package dev.loraport;

/** Keeps the constant apart from the interface whose implementation it needs. */
final class RequestOptionsDefaults {
  static final RequestOptions NONE = RequestOptions.builder().build();

  private RequestOptionsDefaults() {}
}
