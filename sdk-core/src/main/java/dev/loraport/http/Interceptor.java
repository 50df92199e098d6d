package dev.loraport.http;

import java.util.concurrent.CompletableFuture;

/**
 * Sees each attempt of a call on its way out and its answer on the way back, and may change both.
 * It sits inside the retries and above the credentials: it never sees a key.
 */
@FunctionalInterface
public interface Interceptor {
  /**
   * Handles one attempt, on the thread that sends it. It must not block; stages on the answer run
   * on threads of the client.
   *
   * @param request the request
   * @param call the call it belongs to
   * @param next the rest of the way
   */
  CompletableFuture<WireResponse> intercept(WireRequest request, CallInfo call, Next next);

  /** The rest of the way to the server. */
  @FunctionalInterface
  interface Next {
    /** Goes on with that request. */
    CompletableFuture<WireResponse> proceed(WireRequest request);
  }
}
