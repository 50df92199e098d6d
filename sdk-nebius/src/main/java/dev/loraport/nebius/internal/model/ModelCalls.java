package dev.loraport.nebius.internal.model;

import dev.loraport.Money;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Facts;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import dev.loraport.model.ModelService;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.LiveFacts;
import dev.loraport.spi.LiveFacts.Said;
import dev.loraport.spi.Operation;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls for models. */
public final class ModelCalls implements ModelService.Async {
  private static final int MILLION = 6;

  private final Api api;
  private final Facts facts;

  /**
   * Makes them.
   *
   * @param api the way
   * @param facts what came with this version
   */
  public ModelCalls(Api api, Facts facts) {
    this.api = api;
    this.facts = facts;
  }

  @Override
  public CompletableFuture<Page<ModelInfo>> list(RequestOptions options) {
    Call.Builder call =
        Call.get(Operation.read("models.list"), api.v1("/models")).query("verbose", "true");
    return api.list(api.scoped(call), options, ModelCalls::read, "data");
  }

  @Override
  public CompletableFuture<ModelService.Refreshed> refresh(RequestOptions options) {
    return new LiveFacts(api.caller(), facts)
        .list("GET /v1/models?verbose=true", () -> list(options), ModelCalls::tell)
        .merged();
  }

  // The list is that of the serverless models; one without a price is not said to be offered.
  private static void tell(ModelInfo model, Said said) {
    LiveFacts.model(model, said);
    LiveFacts.prices(model, said);
    if (model.inputPrice().isPresent() || model.outputPrice().isPresent()) {
      said.flag("chat.serverless", model.id(), true);
    }
    model.type().ifPresent(type -> modality(model.id(), type, said));
    Json quantization = model.extra().get("quantization");
    if (quantization != null) {
      quantization
          .string()
          .ifPresent(
              text -> said.text("model.quantization", model.id(), text.toUpperCase(Locale.ROOT)));
    }
  }

  private static void modality(String model, String type, Said said) {
    switch (type) {
      case "text->text" -> said.text("model.modality", model, "chat");
      case "text+image->text" -> said.text("model.modality", model, "vision");
      default -> {} // no source says what others are called
    }
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
