package dev.loraport.nebius.internal.adapter;

import dev.loraport.Capability;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Verdict;
import dev.loraport.error.ApiException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.nebius.internal.wire.Era;
import dev.loraport.nebius.internal.wire.Era.Ruling;
import dev.loraport.nebius.internal.wire.Errors;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.spi.Call;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.spi.Operation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The door to {@code /v0/models}, a service that may be gone. The facts of the day decide first;
 * where they leave it open, the service's own answer does, once for a client and all its views: a
 * 403, 404 or 405 leads to one look at the list of all adapters, which is there or is not.
 */
public final class CustomModels {
  private final Api api;
  private final Era era;
  private final State state;

  /** What a client has found out; shared by its views. */
  public static final class State {
    private final AtomicReference<@Nullable String> gone = new AtomicReference<>();
    private volatile boolean seen;

    /** Makes a state in which nothing is known. */
    public State() {}
  }

  /**
   * Makes the door.
   *
   * @param api the way
   * @param era what is known of the client's day
   * @param state what the client has found out
   */
  public CustomModels(Api api, Era era, State state) {
    this.api = api;
    this.era = era;
    this.state = state;
  }

  /** What a call of several steps asks first, before any of them is begun. */
  void check(Capability capability) {
    refuseByFacts(capability);
    String reason = state.gone.get();
    if (reason != null) {
      throw refused(capability, reason);
    }
  }

  /**
   * Deletes. What was made while the service was there can be deleted whatever has been found out
   * since, and a refusal of a deletion says nothing of the service.
   */
  <T extends @Nullable Object> CompletableFuture<T> deletion(
      Capability capability, Supplier<CompletableFuture<T>> call) {
    return api.begin(
        () -> {
          refuseByFacts(capability);
          return call.get();
        });
  }

  /**
   * Makes a call, unless the service is known to be gone.
   *
   * @param capability what is lacking where the service is gone
   * @param options the options of the call
   * @param call the call
   */
  <T extends @Nullable Object> CompletableFuture<T> call(
      Capability capability, RequestOptions options, Supplier<CompletableFuture<T>> call) {
    return api.begin(
        () -> {
          check(capability);
          return api.follow(call.get())
              .thenApply(
                  value -> {
                    state.seen = true;
                    return value;
                  })
              .exceptionallyCompose(
                  failure ->
                      Errors.saysGone(failure) && !state.seen
                          ? decided(capability, (ApiException) failure, options)
                          : CompletableFuture.failedFuture(failure));
        });
  }

  private void refuseByFacts(Capability capability) {
    Ruling ruling = era.customModels();
    if (ruling.verdict() == Verdict.NO) {
      throw refused(capability, ruling.reason());
    }
  }

  private <T extends @Nullable Object> CompletableFuture<T> decided(
      Capability capability, ApiException failure, RequestOptions options) {
    Call.Builder list = Call.get(Operation.read("adapters.list"), api.v0("/models"));
    return api.send(api.scoped(list), Api.withoutBody(options))
        .handle(
            (answer, refusal) -> {
              if (refusal == null) {
                state.seen = true;
                return Optional.<ApiException>empty();
              }
              return Optional.of(LinkedFuture.cause(refusal))
                  .filter(Errors::saysGone)
                  .map(ApiException.class::cast);
            })
        .thenCompose(
            refusal ->
                CompletableFuture.failedFuture(
                    refusal.isPresent() ? gone(capability, refusal.get(), failure) : failure));
  }

  private UnsupportedCapabilityException gone(
      Capability capability, ApiException listing, ApiException failure) {
    String reason =
        "serverless adapters are gone: on "
            + era.day()
            + " the service answers "
            + listing.status()
            + " for /v0/models, which left its documentation between 2026-05-06 and 2026-07-29;"
            + " instead: "
            + String.join("; or ", Era.waysOut());
    state.gone.set(reason);
    UnsupportedCapabilityException refused = refused(capability, reason);
    refused.addSuppressed(failure);
    return refused;
  }

  private static UnsupportedCapabilityException refused(Capability capability, String reason) {
    return new UnsupportedCapabilityException(Settings.PROVIDER, capability, reason);
  }
}
