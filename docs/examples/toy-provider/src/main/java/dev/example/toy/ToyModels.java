package dev.example.toy;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Facts;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import dev.loraport.model.ModelService;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.spi.LiveFacts;
import java.util.concurrent.CompletableFuture;

/** Calls for models. */
record ToyModels(ToyApi api, Facts facts) implements ModelService.Async {
  @Override
  public CompletableFuture<Page<ModelInfo>> list(RequestOptions options) {
    return api.list("models.list", api.uri("/models"), options, ToyModels::read);
  }

  @Override
  public CompletableFuture<ModelService.Refreshed> refresh(RequestOptions options) {
    return new LiveFacts(api.caller(), facts)
        .list("GET /models", () -> list(options), LiveFacts::model)
        .merged();
  }

  private static ModelInfo read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return ModelInfo.builder()
        .id(fields.requireText(answer, "id"))
        .contextLength(fields.integer("context"))
        .putAllExtra(fields.rest())
        .build();
  }
}
