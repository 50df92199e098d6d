package dev.loraport.fireworks.internal.adapter;

import dev.loraport.RequestOptions;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.tuning.TuningResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the base model below an adapter. A job that goes on from an adapter names that adapter
 * alone, but hardware and loading go by the base model.
 */
public final class Ancestry {
  private static final Account PUBLIC = Account.of("fireworks");

  private Ancestry() {}

  /** The result with the base model below the adapter that its job went on from. */
  public static CompletableFuture<TuningResult> of(
      Api api, String operation, TuningResult result, RequestOptions options) {
    return api.follow(of(api, operation, result.baseModel(), options))
        .thenApply(
            base ->
                base.equals(result.baseModel())
                    ? result
                    : new TuningResult(
                        result.provider(),
                        result.job(),
                        base,
                        result.modelName(),
                        result.trainedAt(),
                        result.adapter(),
                        result.artifacts()));
  }

  /** The base model of an adapter; what is none, or can't be seen, stays as it is. */
  public static CompletableFuture<String> of(
      Api api, String operation, String model, RequestOptions options) {
    Optional<ResourceName> own =
        ResourceName.find(model)
            .filter(name -> name.collection().equals(Optional.of(Collection.MODELS)))
            .filter(name -> !name.account().equals(PUBLIC));
    if (own.isEmpty()) {
      return api.done(model);
    }
    CompletableFuture<String> base =
        api.get(
            operation,
            api.uri(own.get()),
            Api.beside(options),
            (answer, json) ->
                json.get("peftDetails")
                    .get("baseModel")
                    .string()
                    .filter(name -> !name.isEmpty())
                    .orElse(model));
    return api.follow(base)
        .exceptionallyCompose(
            failure ->
                failure instanceof NotFoundException || failure instanceof PermissionDeniedException
                    ? api.done(model)
                    : CompletableFuture.failedFuture(failure));
  }
}
