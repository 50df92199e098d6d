package dev.loraport.together.internal.serving;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.error.ConflictException;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.spi.Answer;
import dev.loraport.spi.ApiCalls;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.together.TogetherAutoscaling;
import dev.loraport.together.TogetherEndpoint;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Project;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** The calls of the second API for endpoints and their deployments. */
final class Endpoints {
  private static final Operation SERVE = Operation.create("serving.serve");
  private static final Operation CHANGE = Operation.write("serving.change");
  private static final Operation DELETE = Operation.write("serving.delete");
  private static final int STALE_TRIES = 5;

  private final Api api;
  private final Project project;

  Endpoints(Api api, Project project) {
    this.api = api;
    this.project = project;
  }

  /** All deployments, by pages of endpoints. */
  CompletableFuture<Page<List<Deployment>>> deployments(
      DeploymentReader reader, RequestOptions options) {
    return project.with(
        options,
        below ->
            api.pages(
                "serving.deployments",
                below.apply("/endpoints"),
                options,
                (answer, json) -> {
                  Endpoint endpoint = Endpoint.read(answer, json);
                  return endpoint.deployments().stream()
                      .map(deployment -> reader.read(answer, deployment, endpoint.id()))
                      .toList();
                }));
  }

  CompletableFuture<Optional<Endpoint>> named(String bareName, RequestOptions options) {
    return project.with(
        options,
        below ->
            api.all("serving.serve", below.apply("/endpoints"), options, Endpoint::read)
                .thenApply(
                    all ->
                        all.stream().filter(endpoint -> endpoint.isNamed(bareName)).findFirst()));
  }

  CompletableFuture<Endpoint> get(String endpoint, RequestOptions options) {
    return project.with(
        options, below -> api.get("serving.get", at(below, endpoint), options, Endpoint::read));
  }

  CompletableFuture<TogetherEndpoint> told(String endpoint, RequestOptions options) {
    return project.with(
        options,
        below -> api.get("serving.endpoint", at(below, endpoint), options, Endpoint::told));
  }

  /** Creates an endpoint under a name that no other has. */
  CompletableFuture<Endpoint> create(String bareName, RequestOptions options) {
    return project.with(
        options,
        below ->
            api.once(
                SERVE,
                "endpoint " + bareName,
                () ->
                    api.send(
                        Call.post(SERVE, below.apply("/endpoints"))
                            .json(Json.object().put("name", bareName).build()),
                        options,
                        Endpoint::read),
                () -> named(bareName, options)));
  }

  /** Creates the one deployment of an endpoint. */
  CompletableFuture<Deployment> deploy(
      String endpoint, Json body, DeploymentReader reader, RequestOptions options) {
    return project.with(
        options,
        below -> {
          URI uri = URI.create(at(below, endpoint) + "/deployments");
          ApiCalls.Reader<Deployment> read = (answer, json) -> reader.read(answer, json, endpoint);
          return api.once(
              SERVE,
              "deployment of endpoint " + endpoint,
              () -> api.send(Call.post(SERVE, uri).json(body), options, read),
              () ->
                  api.all("serving.serve", uri, options, read)
                      .thenApply(all -> all.stream().findFirst()));
        });
  }

  CompletableFuture<Deployment> deployment(
      String endpoint, String deployment, DeploymentReader reader, RequestOptions options) {
    return project.with(
        options,
        below ->
            api.get(
                "serving.deployment",
                at(below, endpoint, deployment),
                options,
                (answer, json) -> reader.read(answer, json, endpoint)));
  }

  /** The ids of all deployments of an endpoint. */
  CompletableFuture<List<String>> deploymentIds(String endpoint, RequestOptions options) {
    return project.with(
        options,
        below ->
            api.all(
                "serving.delete",
                URI.create(at(below, endpoint) + "/deployments"),
                options,
                (answer, json) ->
                    json.get("id")
                        .string()
                        .orElseThrow(() -> answer.unreadable("a deployment has no id", null))));
  }

  /** Gives a deployment another share of the requests. */
  CompletableFuture<Answer> weight(
      String endpoint, String deployment, int weight, RequestOptions options) {
    return patched(
        endpoint,
        found -> Map.of("trafficSplit", found.splitWith(deployment, weight)),
        call -> api.send(call, options),
        options);
  }

  /** Changes fields of an endpoint. */
  CompletableFuture<TogetherEndpoint> change(
      String endpoint, Map<String, String> fields, RequestOptions options) {
    Map<String, Json> values = new LinkedHashMap<>();
    fields.forEach((name, value) -> values.put(name, Json.of(value)));
    return patched(
        endpoint, found -> values, call -> api.send(call, options, Endpoint::told), options);
  }

  private <T> CompletableFuture<T> patched(
      String endpoint,
      Function<Endpoint, Map<String, Json>> fields,
      Function<Call.Builder, CompletableFuture<T>> send,
      RequestOptions options) {
    return fresh(
        api,
        () -> get(endpoint, options),
        found ->
            project.with(
                options,
                below -> {
                  Map<String, Json> body = new LinkedHashMap<>(fields.apply(found));
                  String mask = String.join(",", body.keySet());
                  found.etag().ifPresent(etag -> body.put("etag", Json.of(etag)));
                  return send.apply(
                      Call.patch(CHANGE, at(below, endpoint))
                          .query("updateMask", mask)
                          .json(Json.object(body)));
                }));
  }

  /** Asks for no replica: from here on nothing is billed. */
  CompletableFuture<Answer> stop(String endpoint, String deployment, RequestOptions options) {
    TogetherAutoscaling none = TogetherAutoscaling.replicas(0, 0);
    return scale(endpoint, deployment, none, options);
  }

  /** Asks for another number of replicas, or for other rules of it. */
  CompletableFuture<Answer> scale(
      String endpoint, String deployment, TogetherAutoscaling wanted, RequestOptions options) {
    return patched(endpoint, deployment, "autoscaling", Autoscaling.write(wanted), options);
  }

  /** Gives a deployment another name. */
  CompletableFuture<Answer> rename(
      String endpoint, String deployment, String name, RequestOptions options) {
    return patched(endpoint, deployment, "name", Json.of(name), options);
  }

  private CompletableFuture<Answer> patched(
      String endpoint, String deployment, String field, Json value, RequestOptions options) {
    return changed(
        endpoint,
        deployment,
        options,
        (uri, etag) -> {
          Json.ObjectBuilder body = Json.object().put(field, value);
          etag.ifPresent(version -> body.put("etag", version));
          return Call.patch(CHANGE, uri).query("updateMask", field).json(body.build());
        });
  }

  CompletableFuture<Answer> delete(String endpoint, String deployment, RequestOptions options) {
    return changed(
        endpoint,
        deployment,
        options,
        (uri, etag) -> {
          Call.Builder call = Call.delete(DELETE, uri);
          etag.ifPresent(version -> call.query("etag", version));
          return call;
        });
  }

  CompletableFuture<Answer> delete(String endpoint, RequestOptions options) {
    return fresh(
        api,
        () -> get(endpoint, options),
        found ->
            project.with(
                options,
                below -> {
                  Call.Builder call = Call.delete(DELETE, at(below, endpoint));
                  found.etag().ifPresent(etag -> call.query("etag", etag));
                  return api.send(call, options);
                }));
  }

  private CompletableFuture<Answer> changed(
      String endpoint, String deployment, RequestOptions options, Change change) {
    return project.with(
        options,
        below -> {
          URI uri = at(below, endpoint, deployment);
          return fresh(
              api,
              () -> api.get("serving.delete", uri, options, (answer, json) -> json.get("etag")),
              etag -> api.send(change.call(uri, etag.string()), options));
        });
  }

  // A conflict says that somebody else changed it meanwhile: look again, then change it again.
  static <S, T> CompletableFuture<T> fresh(
      Api api, Supplier<CompletableFuture<S>> look, Function<S, CompletableFuture<T>> change) {
    return fresh(api, look, change, STALE_TRIES);
  }

  private static <S, T> CompletableFuture<T> fresh(
      Api api,
      Supplier<CompletableFuture<S>> look,
      Function<S, CompletableFuture<T>> change,
      int tries) {
    return api.begin(look)
        .thenCompose(change)
        .exceptionallyCompose(
            failure ->
                failure instanceof ConflictException && tries > 1
                    ? fresh(api, look, change, tries - 1)
                    : CompletableFuture.failedFuture(failure));
  }

  /**
   * The path of a deployment below its project.
   *
   * @throws IllegalArgumentException if the id is not that of an endpoint and a deployment
   */
  static String path(DeploymentId id) {
    if (id.segments().size() != 2) {
      throw new IllegalArgumentException(
          "a deployment of Together is <endpoint id>/<deployment id>, not \"" + id + '"');
    }
    return "/endpoints/"
        + Api.path(id.segments().get(0))
        + "/deployments/"
        + Api.path(id.segments().get(1));
  }

  private static URI at(Function<String, URI> below, String endpoint) {
    return below.apply("/endpoints/" + Api.path(endpoint));
  }

  private static URI at(Function<String, URI> below, String endpoint, String deployment) {
    return URI.create(at(below, endpoint) + "/deployments/" + Api.path(deployment));
  }

  @FunctionalInterface
  private interface Change {
    Call.Builder call(URI uri, Optional<String> etag);
  }
}
