package dev.example.toy;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import dev.loraport.model.ModelService;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.util.concurrent.CompletableFuture;

/** Calls for models. */
record ToyModels(ToyApi api) implements ModelService.Async {
  @Override
  public CompletableFuture<Page<ModelInfo>> list(RequestOptions options) {
    return api.list("models.list", api.uri("/models"), options, ToyModels::read);
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
