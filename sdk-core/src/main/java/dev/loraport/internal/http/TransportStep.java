package dev.loraport.internal.http;

import dev.loraport.http.HttpTransport;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The innermost step: the transport, whose future and answer end with the call. */
record TransportStep(HttpTransport transport) implements Step {
  @Override
  public CompletableFuture<WireResponse> send(WireRequest request, CallState call) {
    call.handedOver(request.uri());
    Scope scope = call.scope();
    if (transport instanceof JdkTransport jdk) {
      return scope.hold(jdk.send(request, call.limits(), call.caller(), scope::hold));
    }
    CompletableFuture<WireResponse> answer = transport.send(request, call.limits());
    return scope
        .hold(Objects.requireNonNull(answer, "the transport gave no future"))
        .thenApply(
            response -> {
              Objects.requireNonNull(response, "the transport gave no answer");
              scope.hold(response.body());
              return response;
            });
  }
}
