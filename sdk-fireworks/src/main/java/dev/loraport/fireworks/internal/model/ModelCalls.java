package dev.loraport.fireworks.internal.model;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Facts;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import dev.loraport.model.ModelService;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Calls for models. */
public final class ModelCalls implements ModelService.Async {
  private static final Account PUBLIC = Account.of("fireworks");
  private static final List<String> TUNABLE =
      List.of(
          "supervisedLoraTunable",
          "supervisedFullParameterTunable",
          "rlLoraTunable",
          "rlFullParameterTunable",
          "tunable",
          "rlTunable");

  private final Api api;
  private final Facts facts;
  private final ServingService.Async serving;

  /**
   * Makes them.
   *
   * @param api the way
   * @param facts what came with this version
   * @param serving tells the presets of deployments
   */
  public ModelCalls(Api api, Facts facts, ServingService.Async serving) {
    this.api = api;
    this.facts = facts;
    this.serving = serving;
  }

  @Override
  public CompletableFuture<Page<ModelInfo>> list(RequestOptions options) {
    return api.within(
        options,
        account ->
            account.equals(PUBLIC)
                ? of(PUBLIC, options)
                : of(account, options).thenApply(own -> followed(own, options)));
  }

  @Override
  public CompletableFuture<ModelService.Refreshed> refresh(RequestOptions options) {
    return new LiveModels(api.caller(), facts)
        .refresh(() -> of(PUBLIC, options), () -> serving.hardware(options));
  }

  private CompletableFuture<Page<ModelInfo>> of(Account account, RequestOptions options) {
    return api.list(
        "models.list",
        api.uri(account, Collection.MODELS),
        Collection.MODELS,
        Map.of(),
        options,
        ModelCalls::read);
  }

  /** A list with that of the public models after it. */
  private Page<ModelInfo> followed(Page<ModelInfo> page, RequestOptions options) {
    return Page.of(
        page.items(),
        () ->
            page.next()
                .<CompletableFuture<Page<ModelInfo>>>map(
                    next -> api.follow(next).thenApply(after -> followed(after, options)))
                .orElseGet(() -> of(PUBLIC, options)));
  }

  static ModelInfo read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String name = fields.requireText(answer, "name");
    OptionalLong context = fields.integer("contextLength");
    return ModelInfo.builder()
        .id(name)
        .displayName(fields.text("displayName"))
        .type(fields.text("kind"))
        .organization(ResourceName.find(name).map(found -> found.account().value()))
        // 0 stands for "not set"
        .contextLength(
            context.isPresent() && context.getAsLong() > 0 ? context : OptionalLong.empty())
        .tunable(tunable(json))
        .serverless(fields.bool("supportsServerless"))
        .putAllExtra(fields.rest())
        .build();
  }

  /** Whether any way of tuning is open; the flags stay in the rest, since each says another. */
  private static Optional<Boolean> tunable(Json json) {
    Fields flags = Fields.of(json);
    return TUNABLE.stream().flatMap(flag -> flags.bool(flag).stream()).reduce(Boolean::logicalOr);
  }
}
