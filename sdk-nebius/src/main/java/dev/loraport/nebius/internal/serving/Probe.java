package dev.loraport.nebius.internal.serving;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ModelRef;
import dev.loraport.json.Json;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.tuning.WaitOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks a model for one token, until its route answers. */
final class Probe {
  private static final Operation PROBE = Operation.create("serving.probe");

  private final Api api;

  Probe(Api api) {
    this.api = api;
  }

  /** Asks; a 404 says that the route is not there yet. */
  CompletableFuture<ModelRef> untilItAnswers(
      ModelRef model, WaitOptions wait, RequestOptions options) {
    return api.poll(
        "serving.serve",
        "model " + model.name(),
        wait,
        wait.timeout(),
        () -> ask(model, options),
        answered -> true,
        (answered, elapsed, next) -> {});
  }

  private CompletableFuture<ModelRef> ask(ModelRef model, RequestOptions options) {
    Json message = Json.object().put("role", "user").put("content", "Hi").build();
    Json body =
        Json.object()
            .put("model", model.name())
            .put("messages", Json.array(List.of(message)))
            .put("max_tokens", 1)
            .build();
    URI chat = URI.create(model.baseUrl().orElse(api.bases().inference()) + "/chat/completions");
    return api.send(api.scoped(Call.post(PROBE, chat)).json(body), options)
        .thenApply(answer -> model);
  }
}
