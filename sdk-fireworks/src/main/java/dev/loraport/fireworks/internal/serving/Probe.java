package dev.loraport.fireworks.internal.serving;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.ApiException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.RateLimitedException;
import dev.loraport.error.ServerErrorException;
import dev.loraport.error.ServingFailedException;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.spi.ServingRun;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks a model for one token until its route answers: a deployment that is ready may not yet. */
final class Probe {
  // not of the kind of inference: what would be waited for there is the answer here
  private static final Operation PROBE = Operation.create("serving.probe");

  /**
   * How long a route may say that there is no such model, with 404 or as in older pages with 403
   * (the vendor's example, August 2026).
   */
  private static final Duration NOT_FOUND_GRACE = Duration.ofMinutes(3);

  private final Api api;

  Probe(Api api) {
    this.api = api;
  }

  /** Waits until the route answers. */
  CompletableFuture<Boolean> awaitAnswer(ServingRun run, ModelRef model, RequestOptions options) {
    Instant patientUntil = api.caller().clock().instant().plus(NOT_FOUND_GRACE);
    return api.poll(
        "serving.serve",
        "route " + model.name(),
        run.rest(),
        NOT_FOUND_GRACE,
        () -> answers(model, patientUntil, options),
        answers -> answers,
        (answers, elapsed, next) ->
            run.tell("route " + model.name() + ": " + (answers ? "answers" : "no answer yet")));
  }

  private CompletableFuture<Boolean> answers(
      ModelRef model, Instant patientUntil, RequestOptions options) {
    return api.follow(send(model, options))
        .exceptionallyCompose(
            failure ->
                isPassing(failure, patientUntil)
                    ? api.done(false)
                    : CompletableFuture.failedFuture(explained(model, failure)));
  }

  // 503 while it wakes up, 429 while its replicas are busy
  private boolean isPassing(Throwable failure, Instant patientUntil) {
    return (failure instanceof PermissionDeniedException
            && api.caller().clock().instant().isBefore(patientUntil))
        || failure instanceof ServerErrorException
        || failure instanceof RateLimitedException;
  }

  // the last checks of an adapter happen at the first request
  private static Throwable explained(ModelRef model, Throwable failure) {
    return failure instanceof ApiException refusal && refusal.status() == 412
        ? new ServingFailedException(
            Settings.PROVIDER,
            "serving.serve",
            "fireworks "
                + model.name()
                + " is deployed, but does not answer: "
                + refusal.getMessage(),
            List.of(),
            refusal)
        : failure;
  }

  private CompletableFuture<Boolean> send(ModelRef model, RequestOptions options) {
    Json message = Json.object().put("role", "user").put("content", "Hello").build();
    Json body =
        Json.object()
            .put("model", model.name())
            .put("messages", Json.array(List.of(message)))
            .put("max_tokens", 1)
            .build();
    URI uri = URI.create(api.bases().inference() + "/chat/completions");
    RequestOptions once = RequestOptions.builder().from(Api.beside(options)).maxRetries(0).build();
    return api.send(Call.post(PROBE, uri).json(body), once, (answer, json) -> true);
  }
}
