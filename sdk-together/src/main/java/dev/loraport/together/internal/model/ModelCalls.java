package dev.loraport.together.internal.model;

import dev.loraport.Money;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import dev.loraport.model.ModelService;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.together.internal.wire.Api;
import java.util.concurrent.CompletableFuture;

/** Calls for models. */
public final class ModelCalls implements ModelService.Async {
  private final Api api;

  /**
   * Makes them.
   *
   * @param api the way
   */
  public ModelCalls(Api api) {
    this.api = api;
  }

  @Override
  public CompletableFuture<Page<ModelInfo>> list(RequestOptions options) {
    return api.list("models.list", api.v1("/models"), "data", options, ModelCalls::read);
  }

  static ModelInfo read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    Fields pricing = Fields.of(json.get("pricing"));
    return ModelInfo.builder()
        .id(fields.requireText(answer, "id"))
        .displayName(fields.text("display_name"))
        .type(fields.text("type"))
        .organization(fields.text("organization"))
        .contextLength(fields.integer("context_length"))
        .inputPrice(pricing.number("input").map(Money::usd))
        .outputPrice(pricing.number("output").map(Money::usd))
        .putAllExtra(fields.rest())
        .build();
  }
}
