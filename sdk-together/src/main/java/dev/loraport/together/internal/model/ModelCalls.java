package dev.loraport.together.internal.model;

import dev.loraport.Money;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Facts;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import dev.loraport.model.ModelService;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.together.TogetherFineTuning;
import dev.loraport.together.internal.wire.Api;
import java.util.concurrent.CompletableFuture;

/** Calls for models. */
public final class ModelCalls implements ModelService.Async {
  private final Api api;
  private final Facts facts;
  private final TogetherFineTuning.Async tuning;

  /**
   * Makes them.
   *
   * @param api the way
   * @param facts what came with this version
   * @param tuning tells what can be tuned, and how far
   */
  public ModelCalls(Api api, Facts facts, TogetherFineTuning.Async tuning) {
    this.api = api;
    this.facts = facts;
    this.tuning = tuning;
  }

  @Override
  public CompletableFuture<Page<ModelInfo>> list(RequestOptions options) {
    return api.list("models.list", api.v1("/models"), "data", options, ModelCalls::read);
  }

  @Override
  public CompletableFuture<ModelService.Refreshed> refresh(RequestOptions options) {
    return new LiveModels(api, facts, tuning).refresh(() -> list(options), options);
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
