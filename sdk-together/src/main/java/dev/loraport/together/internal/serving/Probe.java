package dev.loraport.together.internal.serving;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.ApiException;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.ServerErrorException;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.together.internal.wire.Api;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks a model for one token, to see whether its route answers. */
final class Probe {
  // not of the kind of inference: what would be waited for there is the answer here
  private static final Operation PROBE = Operation.create("serving.probe");

  private final Api api;

  Probe(Api api) {
    this.api = api;
  }

  /** The refusal of a model that is not served; empty if it answered. */
  CompletableFuture<Optional<ApiException>> refusal(ModelRef model, RequestOptions options) {
    return api.follow(send(model, options))
        .exceptionallyCompose(
            failure ->
                isRefusal(failure)
                    ? api.done(Optional.of((ApiException) failure))
                    : CompletableFuture.failedFuture(failure));
  }

  /** Whether the route of a fresh deployment answers yet. */
  CompletableFuture<Boolean> answers(ModelRef model, RequestOptions options) {
    return api.follow(send(model, options))
        .thenApply(Optional::isEmpty)
        .exceptionallyCompose(
            failure ->
                isRefusal(failure) || failure instanceof ServerErrorException
                    ? api.done(false)
                    : CompletableFuture.failedFuture(failure));
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof NotFoundException
        || (failure instanceof BadRequestException refusal
            && (refusal.code().filter("model_not_available"::equals).isPresent()
                || refusal.apiMessage().contains("serverless")));
  }

  private CompletableFuture<Optional<ApiException>> send(ModelRef model, RequestOptions options) {
    Json message = Json.object().put("role", "user").put("content", "Hello").build();
    Json body =
        Json.object()
            .put("model", model.name())
            .put("messages", Json.array(List.of(message)))
            .put("max_tokens", 1)
            .build();
    URI base = model.baseUrl().orElse(api.bases().v1());
    return api.send(
        Call.post(PROBE, URI.create(base + "/chat/completions")).json(body),
        options,
        (answer, json) -> Optional.empty());
  }
}
