package dev.loraport.internal.http;

import dev.loraport.http.CallListener;
import dev.loraport.http.HttpTransport;
import dev.loraport.http.WireResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Sends one attempt of a call and sorts its answer into success and failure. */
final class Attempts {
  private final Step first;
  private final ErrorAnswers errors;
  private final CallListener listener;
  private final Executor signals;

  /**
   * Makes it.
   *
   * @param first the outermost step of the way
   * @param errors reads refusals
   * @param listener is told
   * @param signals where the listener is told
   */
  Attempts(Step first, ErrorAnswers errors, CallListener listener, Executor signals) {
    this.first = first;
    this.errors = errors;
    this.listener = listener;
    this.signals = signals;
  }

  /** The innermost step: the transport, whose future and answer end with the call. */
  static Step transport(HttpTransport transport) {
    return (request, call) -> {
      call.handedOver(request.uri());
      CallingThread caller = call.caller();
      CompletableFuture<WireResponse> answer =
          call.scope()
              .hold(
                  caller != null && transport instanceof JdkTransport jdk
                      ? jdk.send(request, call.limits(), caller)
                      : transport.send(request, call.limits()));
      return answer.thenApply(
          response -> {
            call.scope().hold(response.body());
            return response;
          });
    };
  }

  /** Sends an attempt. The future fails with an {@link AttemptFailure} and nothing else. */
  CompletableFuture<WireResponse> send(CallState call) {
    call.begin();
    listener.attemptStart(call.info());
    CompletableFuture<WireResponse> answer;
    try {
      answer = first.send(call.request(), call);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(TransportErrors.of(call, e, false));
    }
    CompletableFuture<WireResponse> sorted = new CompletableFuture<>();
    answer.whenCompleteAsync(
        (response, error) -> {
          if (error != null) {
            sorted.completeExceptionally(TransportErrors.of(call, error, false));
          } else {
            sort(call, response, sorted);
          }
        },
        signals);
    return sorted;
  }

  private void sort(CallState call, WireResponse response, CompletableFuture<WireResponse> sorted) {
    listener.responseHeaders(call.info(), response.status());
    int status = response.status();
    if ((status >= 200 && status < 300) || call.call().accepted().contains(status)) {
      sorted.complete(response);
      return;
    }
    try {
      errors
          .read(call, response)
          .whenComplete(
              (failure, error) ->
                  sorted.completeExceptionally(
                      error == null ? failure : TransportErrors.of(call, error, true)));
    } catch (RuntimeException e) {
      sorted.completeExceptionally(TransportErrors.of(call, e, true));
    }
  }
}
