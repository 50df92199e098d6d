package dev.loraport.together.internal.endpoint;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.FactAnswer;
import dev.loraport.catalog.Facts;
import dev.loraport.catalog.Verdict;
import dev.loraport.error.ApiException;
import dev.loraport.error.AuthenticationException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.Hardware;
import dev.loraport.spi.ApiCalls;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.together.EndpointAdapter;
import dev.loraport.together.V1EndpointChange;
import dev.loraport.together.V1EndpointSpec;
import dev.loraport.together.V1Endpoints;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Settings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls for endpoints of the first API. */
public final class V1EndpointCalls implements V1Endpoints.Async {
  private static final Operation CREATE = Operation.create("v1Endpoints.create");
  private static final Duration NEAR = Duration.ofMinutes(1);

  private final Api api;
  private final Facts facts;

  /**
   * Makes them.
   *
   * @param api the way
   * @param facts what is known of the client's day
   */
  public V1EndpointCalls(Api api, Facts facts) {
    this.api = api;
    this.facts = facts;
  }

  @Override
  public CompletableFuture<Page<Deployment>> list(RequestOptions options) {
    return api.list(
        "v1Endpoints.list",
        URI.create(api.v1("/endpoints") + "?type=dedicated&mine=true"),
        "data",
        options,
        unpriced());
  }

  @Override
  public CompletableFuture<Deployment> get(DeploymentId id, RequestOptions options) {
    return api.follow(machines(options))
        .thenCompose(machines -> api.get("v1Endpoints.get", uri(id), options, reader(machines)));
  }

  private ApiCalls.Reader<Deployment> unpriced() {
    return reader(List.of());
  }

  private ApiCalls.Reader<Deployment> reader(List<Hardware> machines) {
    return (answer, json) -> V1EndpointReader.endpoint(answer, json, machines, api.caller().asOf());
  }

  // a price that can't be had is no failure
  private CompletableFuture<List<Hardware>> machines(RequestOptions options) {
    return api.follow(hardware(options))
        .thenApply(Page::items)
        .exceptionallyCompose(
            failure ->
                failure instanceof ApiException && !(failure instanceof AuthenticationException)
                    ? api.done(List.of())
                    : CompletableFuture.failedFuture(failure));
  }

  @Override
  public CompletableFuture<Deployment> create(V1EndpointSpec spec, RequestOptions options) {
    return api.begin(
        () -> {
          refuseIfOver("created");
          String model = spec.fields().getOrDefault("model", Json.missing()).string().orElse("");
          Call.Builder call =
              Call.post(CREATE, api.v1("/endpoints")).json(Json.object(spec.fields()));
          Instant earliest = api.caller().clock().instant().minus(NEAR);
          return api.once(
              CREATE,
              "model " + model,
              () -> api.send(call, options, unpriced()),
              () -> young(model, earliest, options));
        });
  }

  private CompletableFuture<Optional<Deployment>> young(
      String model, Instant earliest, RequestOptions options) {
    RequestOptions plain = RequestOptions.builder().from(options).extraBody(Map.of()).build();
    return list(plain)
        .thenApply(
            page ->
                page.items().stream()
                    .filter(endpoint -> endpoint.deployedModel().equals(Optional.of(model)))
                    .filter(
                        endpoint ->
                            endpoint.createdAt().filter(at -> !at.isBefore(earliest)).isPresent())
                    .findFirst());
  }

  private void refuseIfOver(String what) {
    FactAnswer answer = facts.ask("endpoints.v1.create", Fact.ANY, api.caller().asOf());
    if (answer.verdict() == Verdict.NO) {
      throw new UnsupportedCapabilityException(
          Settings.PROVIDER,
          Capability.of("v1_endpoint_creation"),
          "endpoints of the first API can't be "
              + what
              + " since 2026-07-16; serving() deploys with the second");
    }
  }

  @Override
  public CompletableFuture<Deployment> stop(DeploymentId id, RequestOptions options) {
    return change("v1Endpoints.stop", id, Map.of("state", Json.of("STOPPED")), options);
  }

  @Override
  public CompletableFuture<Deployment> start(DeploymentId id, RequestOptions options) {
    return api.begin(
        () -> {
          refuseIfOver("started");
          return change("v1Endpoints.start", id, Map.of("state", Json.of("STARTED")), options);
        });
  }

  @Override
  public CompletableFuture<Deployment> update(
      DeploymentId id, V1EndpointChange change, RequestOptions options) {
    return api.begin(
        () -> {
          if (change.fields().isEmpty()) {
            throw new IllegalArgumentException("nothing is to be changed of endpoint " + id);
          }
          return change("v1Endpoints.update", id, change.fields(), options);
        });
  }

  private CompletableFuture<Deployment> change(
      String operation, DeploymentId id, Map<String, Json> fields, RequestOptions options) {
    Json.ObjectBuilder body = Json.object();
    fields.forEach(body::put);
    return api.send(
        Call.patch(Operation.write(operation), uri(id)).json(body.build()), options, unpriced());
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(DeploymentId id, RequestOptions options) {
    return api.send(Call.delete(Operation.write("v1Endpoints.delete"), uri(id)), options)
        .thenApply(answer -> null);
  }

  @Override
  public CompletableFuture<Page<EndpointAdapter>> adapters(
      DeploymentId id, RequestOptions options) {
    return api.list(
        "v1Endpoints.adapters", adaptersOf(id), "data", options, V1EndpointReader::adapter);
  }

  @Override
  public CompletableFuture<EndpointAdapter> addAdapter(
      DeploymentId id, String adapterName, RequestOptions options) {
    return pair("v1Endpoints.addAdapter", id, adapterName, options)
        .thenCompose(
            pair ->
                api.send(
                    Call.post(Operation.write("v1Endpoints.addAdapter"), adaptersOf(id)).json(pair),
                    options,
                    V1EndpointReader::adapter));
  }

  @Override
  public CompletableFuture<@Nullable Void> removeAdapter(
      DeploymentId id, String adapterName, RequestOptions options) {
    return pair("v1Endpoints.removeAdapter", id, adapterName, options)
        .thenCompose(
            pair ->
                api.send(
                    Call.delete(Operation.write("v1Endpoints.removeAdapter"), adaptersOf(id))
                        .json(pair),
                    options))
        .thenApply(answer -> null);
  }

  // the pair names the endpoint by its name, the path by its id
  private CompletableFuture<Json> pair(
      String operation, DeploymentId id, String adapterName, RequestOptions options) {
    RequestOptions plain = RequestOptions.builder().from(options).extraBody(Map.of()).build();
    return api.get(
        operation,
        uri(id),
        plain,
        (answer, json) ->
            Json.object()
                .put(
                    "model_id",
                    json.get("name")
                            .string()
                            .orElseThrow(() -> answer.unreadable("the endpoint has no name", null))
                        + ":"
                        + adapterName)
                .build());
  }

  @Override
  public CompletableFuture<Page<Hardware>> hardware(RequestOptions options) {
    return api.list(
        "v1Endpoints.hardware", api.v1("/hardware"), "data", options, V1EndpointReader::machine);
  }

  @Override
  public CompletableFuture<List<String>> zones(RequestOptions options) {
    return api.list(
            "v1Endpoints.zones",
            api.v1("/clusters/availability-zones"),
            "avzones",
            options,
            (answer, json) -> json.string().orElse(""))
        .thenApply(Page::items);
  }

  private URI uri(DeploymentId id) {
    return api.v1("/endpoints/" + Api.path(id));
  }

  private URI adaptersOf(DeploymentId id) {
    return URI.create(uri(id) + "/adapters");
  }
}
