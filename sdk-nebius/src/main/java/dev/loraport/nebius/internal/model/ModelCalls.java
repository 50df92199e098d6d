package dev.loraport.nebius.internal.model;

import dev.loraport.Money;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import dev.loraport.model.ModelService;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.Operation;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls for models. */
public final class ModelCalls implements ModelService.Async {
  private static final int MILLION = 6;

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
    Call.Builder call =
        Call.get(Operation.read("models.list"), api.v1("/models")).query("verbose", "true");
    return api.list(api.scoped(call), options, ModelCalls::read, "data");
  }

  static ModelInfo read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String id = fields.requireText(answer, "id");
    Fields pricing = Fields.of(json.get("pricing"));
    int slash = id.indexOf('/');
    return ModelInfo.builder()
        .id(id)
        .displayName(fields.text("name"))
        .type(json.get("architecture").get("modality").string())
        .organization(slash > 0 ? Optional.of(id.substring(0, slash)) : Optional.empty())
        .contextLength(fields.integer("context_length"))
        .inputPrice(pricing.number("prompt").flatMap(ModelCalls::perMillion))
        .outputPrice(pricing.number("completion").flatMap(ModelCalls::perMillion))
        .putAllExtra(fields.rest())
        .build();
  }

  // Prices are by the token. The schema's default of 0 stands for a price that is not told.
  private static Optional<Money> perMillion(BigDecimal price) {
    return price.signum() > 0
        ? Optional.of(Money.usd(price.movePointRight(MILLION)))
        : Optional.empty();
  }
}
