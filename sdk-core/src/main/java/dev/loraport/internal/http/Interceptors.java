package dev.loraport.internal.http;

import dev.loraport.http.Interceptor;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The user's interceptors, the first of them the outermost. */
final class Interceptors implements Step {
  private final List<Interceptor> interceptors;
  private final Executor executor;
  private final Step next;

  Interceptors(List<Interceptor> interceptors, Executor executor, Step next) {
    this.interceptors = interceptors;
    this.executor = executor;
    this.next = next;
  }

  @Override
  public CompletableFuture<WireResponse> send(WireRequest request, CallState call) {
    return from(0, request, call);
  }

  private CompletableFuture<WireResponse> from(int index, WireRequest request, CallState call) {
    if (index == interceptors.size()) {
      return handOver(request, call);
    }
    return interceptors
        .get(index)
        .intercept(request, call.info(), changed -> from(index + 1, changed, call));
  }

  /** What a user hangs on the answer, or on the bytes of its body, runs on the executor. */
  private CompletableFuture<WireResponse> handOver(WireRequest request, CallState call) {
    CompletableFuture<WireResponse> answer = next.send(request, call);
    CancellableFuture<WireResponse> handed =
        CancellableFuture.root(executor, () -> answer.cancel(true));
    answer.whenComplete(
        (response, error) -> {
          if (error != null) {
            handed.fail(Texts.unwrap(error));
          } else if (!handed.finish(guarded(response))) {
            response.body().close();
          }
        });
    return handed;
  }

  private WireResponse guarded(WireResponse response) {
    return new WireResponse(
        response.status(),
        response.headers(),
        new GuardedBody(response.body(), executor, broken -> broken, end -> {}));
  }
}
