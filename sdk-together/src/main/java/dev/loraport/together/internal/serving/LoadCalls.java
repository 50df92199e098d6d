package dev.loraport.together.internal.serving;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterId;
import dev.loraport.error.ServingFailedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.serving.AdapterLoadState;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.spi.Answer;
import dev.loraport.spi.ApiCalls;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.Operation;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Project;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.WaitOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Calls for adapters on a running deployment. */
final class LoadCalls {
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  private final Api api;
  private final Project project;

  LoadCalls(Api api, Project project) {
    this.api = api;
    this.project = project;
  }

  CompletableFuture<LoadedAdapter> load(
      DeploymentId deployment, AdapterId adapter, RequestOptions options) {
    return api.begin(
            () -> {
              if (!adapter.value().startsWith("ml_")) {
                throw new UnsupportedCapabilityException(
                    Settings.PROVIDER,
                    Capability.ADAPTER_HOT_LOAD,
                    "a deployment takes adapters by their registry id (ml_...), not \""
                        + adapter
                        + "\"; adapters().publish(...) of a job gives it");
              }
              return project.with(
                  options,
                  below ->
                      api.send(
                          Call.post(Operation.create("serving.load"), uri(below, deployment))
                              .json(Json.object().put("adapterModelId", adapter.value()).build()),
                          options,
                          reader(deployment)));
            })
        .thenCompose(first -> settled(deployment, adapter, options));
  }

  CompletableFuture<LoadedAdapter> revise(
      DeploymentId deployment, AdapterId adapter, String revision, RequestOptions options) {
    RequestOptions plain = RequestOptions.builder().from(options).extraBody(Map.of()).build();
    return project
        .with(
            options,
            below -> {
              URI uri = uri(below, deployment, adapter);
              return Endpoints.fresh(
                  api,
                  () -> api.get("serving.revise", uri, plain, (answer, json) -> json.get("etag")),
                  etag -> {
                    Json.ObjectBuilder body = Json.object().put("adapterRevisionId", revision);
                    etag.string().ifPresent(version -> body.put("etag", version));
                    return api.send(
                        Call.patch(Operation.write("serving.revise"), uri).json(body.build()),
                        options);
                  });
            })
        .thenCompose(changed -> settled(deployment, adapter, plain));
  }

  private CompletableFuture<LoadedAdapter> settled(
      DeploymentId deployment, AdapterId adapter, RequestOptions options) {
    return api.poll(
            "serving.load",
            "adapter " + adapter + " on " + deployment,
            WaitOptions.of(TIMEOUT),
            Duration.ofMinutes(1),
            () -> get(deployment, adapter, options),
            found ->
                found.state() == AdapterLoadState.READY || found.state() == AdapterLoadState.FAILED,
            (found, elapsed, next) -> {})
        .thenApply(
            found -> {
              if (found.state() == AdapterLoadState.FAILED) {
                throw new ServingFailedException(
                    Settings.PROVIDER,
                    "serving.load",
                    "together adapter "
                        + adapter
                        + " could not be loaded onto "
                        + deployment
                        + ": "
                        + found.message().orElse("the provider gives no reason"),
                    List.of(),
                    null);
              }
              return found;
            });
  }

  private CompletableFuture<LoadedAdapter> get(
      DeploymentId deployment, AdapterId adapter, RequestOptions options) {
    return project.with(
        options,
        below ->
            api.get("serving.load", uri(below, deployment, adapter), options, reader(deployment)));
  }

  CompletableFuture<Page<LoadedAdapter>> loaded(DeploymentId deployment, RequestOptions options) {
    return project.with(
        options,
        below -> api.pages("serving.loaded", uri(below, deployment), options, reader(deployment)));
  }

  CompletableFuture<Answer> unload(
      DeploymentId deployment, AdapterId adapter, RequestOptions options) {
    return project.with(
        options,
        below -> {
          URI uri = uri(below, deployment, adapter);
          return Endpoints.fresh(
              api,
              () -> api.get("serving.unload", uri, options, (answer, json) -> json.get("etag")),
              etag -> {
                Call.Builder call = Call.delete(Operation.write("serving.unload"), uri);
                etag.string().ifPresent(version -> call.query("etag", version));
                return api.send(call, options);
              });
        });
  }

  private static URI uri(Function<String, URI> below, DeploymentId id) {
    return below.apply(Endpoints.path(id) + "/adapters");
  }

  private static URI uri(Function<String, URI> below, DeploymentId id, AdapterId adapter) {
    return URI.create(uri(below, id) + "/" + Api.path(adapter));
  }

  private static ApiCalls.Reader<LoadedAdapter> reader(DeploymentId deployment) {
    return (answer, json) -> read(answer, json, deployment);
  }

  static LoadedAdapter read(Answer answer, Json json, DeploymentId deployment) {
    Fields fields = Fields.of(json);
    List<String> words = new ArrayList<>();
    Optional<String> message = Optional.empty();
    for (Json cluster : fields.list("perCluster")) {
      Fields in = Fields.of(cluster);
      words.add(in.text("state").orElse(""));
      message = message.or(() -> in.message("message", "reason"));
    }
    AdapterLoadState state = whole(words.stream().map(DeploymentStates::adapter).toList());
    return new LoadedAdapter(
        AdapterId.of(fields.requireText(answer, "adapterModelId")),
        deployment,
        state,
        String.join(",", words),
        message,
        fields.rest());
  }

  // It answers when it is in place everywhere, and has failed when it has anywhere.
  private static AdapterLoadState whole(List<AdapterLoadState> states) {
    if (states.contains(AdapterLoadState.FAILED)) {
      return AdapterLoadState.FAILED;
    }
    if (states.contains(AdapterLoadState.REMOVING)) {
      return AdapterLoadState.REMOVING;
    }
    if (states.contains(AdapterLoadState.UNKNOWN)) {
      return AdapterLoadState.UNKNOWN;
    }
    boolean ready = !states.isEmpty() && !states.contains(AdapterLoadState.LOADING);
    return ready ? AdapterLoadState.READY : AdapterLoadState.LOADING;
  }
}
