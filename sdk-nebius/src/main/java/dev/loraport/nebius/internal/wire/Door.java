package dev.loraport.nebius.internal.wire;

import dev.loraport.Capability;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Verdict;
import dev.loraport.error.ApiException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.nebius.internal.wire.Era.Ruling;
import dev.loraport.spi.Call;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.spi.Operation;
import java.net.URI;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The door to a service that may be gone. The facts of the day decide first; where they leave it
 * open, the service's own answer does, once for a client and all its views: a 403, 404 or 405 leads
 * to one look at the list of all that is there, and that list is there or is not.
 */
public final class Door {
  private final Api api;
  private final Service service;
  private final State state;

  /**
   * A service that may be gone.
   *
   * @param ruling what the facts say of it
   * @param listing the operation that lists what is there
   * @param list the address of that list
   * @param gone what to say where it is gone
   * @param day the client's day
   */
  private record Service(
      Supplier<Ruling> ruling, String listing, URI list, Gone gone, LocalDate day) {}

  private record Gone(String subject, String end, String wayOut) {}

  /** What a client has found out; shared by its views. */
  public static final class State {
    private final AtomicReference<@Nullable String> gone = new AtomicReference<>();
    private volatile boolean seen;

    /** Makes a state in which nothing is known. */
    public State() {}
  }

  private Door(Api api, Service service, State state) {
    this.api = api;
    this.service = service;
    this.state = state;
  }

  /**
   * The door to serverless adapters.
   *
   * @param api the way
   * @param era what is known of the client's day
   * @param state what the client has found out
   */
  public static Door customModels(Api api, Era era, State state) {
    Gone gone =
        new Gone(
            "serverless adapters",
            "for /v0/models, which left its documentation between 2026-05-06 and 2026-07-29",
            String.join("; or ", Era.waysOut()));
    return new Door(
        api,
        new Service(era::customModels, "adapters.list", api.v0("/models"), gone, era.day()),
        state);
  }

  /**
   * The door to batches of files.
   *
   * @param api the way
   * @param era what is known of the client's day
   * @param state what the client has found out
   */
  public static Door batches(Api api, Era era, State state) {
    Gone gone =
        new Gone(
            "batches of files",
            "for /v1/batches, which its documentation of 2026-07-29 leaves out",
            Era.BATCHES_INSTEAD);
    return new Door(
        api, new Service(era::batches, "batches.list", api.v1("/batches"), gone, era.day()), state);
  }

  /** What a call of several steps asks first, before any of them is begun. */
  public void check(Capability capability) {
    refuseByFacts(capability);
    String reason = state.gone.get();
    if (reason != null) {
      throw refused(capability, reason);
    }
  }

  /**
   * Ends or deletes something. What was made while the service was there can be ended whatever has
   * been found out since, and a refusal of that says nothing of the service.
   *
   * @param capability what is lacking by the facts
   * @param call the call
   */
  public <T extends @Nullable Object> CompletableFuture<T> ending(
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
  public <T extends @Nullable Object> CompletableFuture<T> call(
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
    Ruling ruling = service.ruling().get();
    if (ruling.verdict() == Verdict.NO) {
      throw refused(capability, ruling.reason());
    }
  }

  private <T extends @Nullable Object> CompletableFuture<T> decided(
      Capability capability, ApiException failure, RequestOptions options) {
    Call.Builder list = Call.get(Operation.read(service.listing()), service.list());
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
        service.gone().subject()
            + " are gone: on "
            + service.day()
            + " the service answers "
            + listing.status()
            + " "
            + service.gone().end()
            + "; instead: "
            + service.gone().wayOut();
    state.gone.set(reason);
    UnsupportedCapabilityException refused = refused(capability, reason);
    refused.addSuppressed(failure);
    return refused;
  }

  private static UnsupportedCapabilityException refused(Capability capability, String reason) {
    return new UnsupportedCapabilityException(Settings.PROVIDER, capability, reason);
  }
}
