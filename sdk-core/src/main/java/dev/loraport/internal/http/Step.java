package dev.loraport.internal.http;

import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import java.util.concurrent.CompletableFuture;

/** One concern on the way of an attempt to the server, and back. */
@FunctionalInterface
interface Step {
  /** Sends a request. Neither throws for what goes wrong on the wire nor blocks. */
  CompletableFuture<WireResponse> send(WireRequest request, CallState call);
}
