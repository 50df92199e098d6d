package dev.loraport.fireworks.internal.serving;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterId;
import dev.loraport.error.ServingFailedException;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.serving.AdapterLoadState;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.spi.Call;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.Operation;
import dev.loraport.tuning.WaitOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The calls for adapters on deployments. */
final class Loads {
  private static final Operation LOAD = Operation.create("serving.load");
  private static final WaitOptions WAIT = WaitOptions.of(Duration.ofMinutes(10));

  private final Api api;

  Loads(Api api) {
    this.api = api;
  }

  CompletableFuture<LoadedAdapter> load(
      DeploymentId deployment, AdapterId adapter, RequestOptions options) {
    return api.within(
        options,
        own -> {
          ResourceName on = own.name(Collection.DEPLOYMENTS, deployment.value());
          ResourceName model = own.name(Collection.MODELS, adapter.value());
          return api.follow(reloads(on, Api.beside(options)))
              .thenCompose(reloads -> load(own, model, Optional.of(on), reloads, WAIT, options))
              .thenApply(load -> load.on(on, own));
        });
  }

  private CompletableFuture<Boolean> reloads(ResourceName deployment, RequestOptions options) {
    return api.get(
        "serving.load", api.uri(deployment), options, (answer, json) -> reloads(json.members()));
  }

  /** Whether a deployment merges one adapter into its base, and the next in place of that. */
  static boolean reloads(Map<String, Json> deployment) {
    return Json.of(true).equals(deployment.get("enableHotReloadLatestAddon"));
  }

  /**
   * Loads an adapter, once, and waits until it is in place.
   *
   * @param on the deployment; none for shared machines, as it was done before 2026
   * @param reloads whether the deployment takes the adapter in place of the earlier one
   */
  CompletableFuture<Load> load(
      Account own,
      ResourceName model,
      Optional<ResourceName> on,
      boolean reloads,
      WaitOptions wait,
      RequestOptions options) {
    Json.ObjectBuilder body = Json.object().put("model", model.value());
    on.ifPresent(deployment -> body.put("deployment", deployment.value()));
    Call.Builder call =
        Call.post(LOAD, api.uri(own, Collection.DEPLOYED_MODELS)).json(body.build());
    if (reloads) {
      call.query("replaceMergedAddon", "true");
    }
    RequestOptions looks = Api.beside(options);
    return api.follow(
            api.once(
                LOAD,
                model,
                () -> api.send(call, options, Load::read),
                () -> find(own, model, on, looks)))
        .thenCompose(load -> settled(load, wait, looks));
  }

  private CompletableFuture<Load> settled(Load first, WaitOptions wait, RequestOptions options) {
    return api.poll(
            "serving.load",
            "adapter " + first.model() + onto(first),
            wait,
            Duration.ofMinutes(1),
            () -> api.get("serving.load", api.uri(first.name()), options, Load::read),
            load ->
                load.state() == AdapterLoadState.READY || load.state() == AdapterLoadState.FAILED,
            (load, elapsed, next) -> {})
        .thenApply(
            load -> {
              if (load.state() == AdapterLoadState.FAILED) {
                throw new ServingFailedException(
                    Settings.PROVIDER,
                    "serving.load",
                    "fireworks adapter "
                        + load.model()
                        + " could not be loaded"
                        + onto(load)
                        + ": "
                        + load.message().orElse("the provider gives no reason"),
                    List.of(),
                    null);
              }
              return load;
            });
  }

  private static String onto(Load load) {
    return load.deployment().map(on -> " onto " + on.id()).orElse("");
  }

  private CompletableFuture<Optional<Load>> find(
      Account own, ResourceName model, Optional<ResourceName> on, RequestOptions options) {
    return api.follow(LazyPages.all(api.caller(), list("serving.load", own, options)))
        .thenApply(loads -> loads.stream().filter(load -> load.is(model, on)).findFirst());
  }

  private CompletableFuture<Page<Load>> list(
      String operation, Account own, RequestOptions options) {
    return api.list(
        operation,
        api.uri(own, Collection.DEPLOYED_MODELS),
        Collection.DEPLOYED_MODELS,
        Map.of(),
        options,
        Load::read);
  }

  CompletableFuture<Page<LoadedAdapter>> loaded(DeploymentId deployment, RequestOptions options) {
    return api.within(
        options,
        own -> {
          ResourceName on = own.name(Collection.DEPLOYMENTS, deployment.value());
          return api.follow(list("serving.loaded", own, options))
              .thenApply(page -> only(page, on, own));
        });
  }

  // filtered here: no source says that the list can be
  private Page<LoadedAdapter> only(Page<Load> page, ResourceName on, Account own) {
    List<LoadedAdapter> items =
        page.items().stream()
            .filter(load -> load.deployment().equals(Optional.of(on)))
            .map(load -> load.on(on, own))
            .toList();
    return page.hasNext()
        ? Page.of(
            items,
            () -> api.follow(page.next().orElseThrow()).thenApply(next -> only(next, on, own)))
        : Page.last(items);
  }

  CompletableFuture<@Nullable Void> unload(
      DeploymentId deployment, AdapterId adapter, RequestOptions options) {
    return api.within(
        options,
        own -> {
          ResourceName on = own.name(Collection.DEPLOYMENTS, deployment.value());
          ResourceName model = own.name(Collection.MODELS, adapter.value());
          return api.follow(find(own, model, Optional.of(on), Api.beside(options)))
              .thenCompose(
                  found ->
                      unload(
                          found.orElseThrow(
                              () ->
                                  new IllegalArgumentException(
                                      "adapter " + model + " is not on deployment " + on.id())),
                          options));
        });
  }

  CompletableFuture<@Nullable Void> unload(Load load, RequestOptions options) {
    return api.delete("serving.unload", api.uri(load.name()), options);
  }
}
