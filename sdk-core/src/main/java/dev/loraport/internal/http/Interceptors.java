package dev.loraport.internal.http;

import dev.loraport.http.Interceptor;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The user's interceptors, the first of them the outermost. */
final class Interceptors implements Step {
  private final List<Interceptor> interceptors;
  private final Executor workers;
  private final Step next;

  Interceptors(List<Interceptor> interceptors, Executor workers, Step next) {
    this.interceptors = interceptors;
    this.workers = workers;
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
    Interceptor interceptor = interceptors.get(index);
    CompletableFuture<WireResponse> answer =
        interceptor.intercept(request, call.info(), changed -> from(index + 1, changed, call));
    String what = interceptor.getClass().getName() + " gave no ";
    return Objects.requireNonNull(answer, () -> what + "future")
        .thenApply(response -> Objects.requireNonNull(response, () -> what + "answer"));
  }

  /** What a user hangs on the answer, or on the bytes of its body, runs on the workers. */
  private CompletableFuture<WireResponse> handOver(WireRequest request, CallState call) {
    CompletableFuture<WireResponse> answer = next.send(request, call);
    CancellableFuture<WireResponse> handed =
        CancellableFuture.of(workers, () -> answer.cancel(true));
    answer.whenCompleteAsync(
        (response, error) -> {
          if (error != null) {
            handed.fail(Texts.unwrap(error));
          } else if (!handed.finish(guarded(response))) {
            response.body().close();
          }
        },
        workers);
    return handed;
  }

  private WireResponse guarded(WireResponse response) {
    return new WireResponse(
        response.status(),
        response.headers(),
        new GuardedBody(response.body(), workers, Runnable::run, broken -> broken, end -> {}));
  }
}
