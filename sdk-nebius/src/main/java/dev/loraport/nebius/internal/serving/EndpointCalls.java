package dev.loraport.nebius.internal.serving;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.ServingFailedException;
import dev.loraport.json.Json;
import dev.loraport.json.Json.ObjectBuilder;
import dev.loraport.nebius.DedicatedEndpointChange;
import dev.loraport.nebius.DedicatedEndpointSpec;
import dev.loraport.nebius.DedicatedEndpoints;
import dev.loraport.nebius.DedicatedTemplate;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.nebius.internal.wire.Era;
import dev.loraport.nebius.internal.wire.Errors;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.spi.Answer;
import dev.loraport.spi.ApiCalls;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.Operation;
import dev.loraport.tuning.WaitOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls for dedicated endpoints, by the references of July and September 2026. */
public final class EndpointCalls implements DedicatedEndpoints.Async {
  private static final String PATH = "/dedicated_endpoints";
  private static final Operation CREATE = Operation.create("dedicatedEndpoints.create");
  private static final List<String> CONFIGURATION =
      List.of("name", "model_name", "flavor_name", "gpu_type", "gpu_count", "region");
  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final String UNSET = "UNSET";

  private final Api api;
  private final EndpointReader reader;

  /**
   * Makes them.
   *
   * @param api the way
   * @param era what is known of the client's day
   */
  public EndpointCalls(Api api, Era era) {
    this.api = api;
    this.reader = new EndpointReader(api.bases(), new Gpus(era));
  }

  @Override
  public CompletableFuture<Page<DedicatedTemplate>> templates(RequestOptions options) {
    return api.list(
        api.scoped(
            Call.get(Operation.read("dedicatedEndpoints.templates"), api.v0(PATH + "/templates"))),
        options,
        EndpointCalls::template,
        "data",
        "templates");
  }

  private static DedicatedTemplate template(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return new DedicatedTemplate(
        fields.requireText(answer, "name"),
        fields.text("type"),
        fields.json("flavors").members(),
        fields.rest());
  }

  @Override
  public CompletableFuture<Deployment> create(DedicatedEndpointSpec spec, RequestOptions options) {
    return api.begin(
        () -> {
          Call.Builder call = api.scoped(Call.post(CREATE, api.v0(PATH))).json(write(spec));
          return api.follow(idsBefore(options))
              .thenCompose(
                  before ->
                      api.once(
                          CREATE,
                          "endpoint name " + spec.name(),
                          () ->
                              api.follow(api.send(call, options))
                                  .thenCompose(answer -> created(answer, spec, options)),
                          () -> find(spec, before, options)));
        });
  }

  /** What is there before a creation; empty where the service does not tell. */
  private CompletableFuture<Optional<Set<DeploymentId>>> idsBefore(RequestOptions options) {
    return api.follow(list(Api.withoutBody(options)))
        .thenApply(
            page ->
                Optional.of(page.items().stream().map(Deployment::id).collect(Collectors.toSet())))
        .exceptionallyCompose(
            failure ->
                failure instanceof ApiException
                    ? api.done(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  private static Json write(DedicatedEndpointSpec spec) {
    ObjectBuilder body =
        Json.object()
            .put("name", spec.name())
            .put("model_name", spec.template())
            .put("flavor_name", spec.flavor())
            .put("gpu_type", spec.gpuType())
            .put("gpu_count", spec.gpuCount())
            .put("region", spec.region())
            .put("scaling", scaling(spec.minReplicas(), spec.maxReplicas()));
    spec.description().ifPresent(text -> body.put("description", text));
    spec.routingKey().ifPresent(key -> body.put("routing_key", key));
    spec.customWeights().ifPresent(id -> body.put("custom_weights_id", id));
    return body.putAll(spec.extra()).build();
  }

  private static Json scaling(int least, int most) {
    return Json.object().put("min_replicas", least).put("max_replicas", most).build();
  }

  /** The sources tell three forms of the answer: wrapped, bare, and the id alone. */
  private CompletableFuture<Deployment> created(
      Answer answer, DedicatedEndpointSpec spec, RequestOptions options) {
    Json json = answer.json();
    Json endpoint = json.get("endpoint");
    if (endpoint.kind() == Json.Kind.OBJECT) {
      return api.done(reader.read(answer, endpoint));
    }
    if (json.get("id").string().isPresent()) {
      return api.done(reader.read(answer, json));
    }
    String id = Fields.of(json).requireText(answer, "endpoint_id", "endpoint");
    // it is bought: whatever the look at it says, its id must not be lost
    return api.follow(get(DeploymentId.of(id), Api.withoutBody(options)))
        .exceptionallyCompose(
            failure ->
                failure instanceof LoraportException
                    ? api.done(unseen(DeploymentId.of(id), spec))
                    : CompletableFuture.failedFuture(failure));
  }

  private static Deployment unseen(DeploymentId id, DedicatedEndpointSpec spec) {
    return Deployment.builder()
        .id(id)
        .name(spec.name())
        .state(DeploymentState.STARTING)
        .deployedModel(spec.template())
        .hardware(spec.gpuCount() + " x " + spec.gpuType())
        .desiredReplicas(spec.minReplicas())
        .adaptersEnabled(false)
        .build();
  }

  // An older endpoint may have the name too: only what was not there before can be the new one.
  private CompletableFuture<Optional<Deployment>> find(
      DedicatedEndpointSpec spec, Optional<Set<DeploymentId>> before, RequestOptions options) {
    if (before.isEmpty()) {
      return api.done(Optional.empty());
    }
    return api.follow(listOf(Listed::new, Api.withoutBody(options)))
        .thenApply(
            page ->
                page.items().stream()
                    .filter(listed -> isOf(spec, listed.json()))
                    .map(listed -> reader.read(listed.answer(), listed.json()))
                    .filter(endpoint -> !before.get().contains(endpoint.id()))
                    .max(Comparator.comparing(e -> e.createdAt().orElse(Instant.MIN))));
  }

  private record Listed(Answer answer, Json json) {}

  private static boolean isOf(DedicatedEndpointSpec spec, Json endpoint) {
    Json asked = write(spec);
    return CONFIGURATION.stream()
        .allMatch(
            name -> endpoint.get(name).isAbsent() || endpoint.get(name).equals(asked.get(name)));
  }

  @Override
  public CompletableFuture<Page<Deployment>> list(RequestOptions options) {
    return listOf(reader::read, options);
  }

  private <T> CompletableFuture<Page<T>> listOf(ApiCalls.Reader<T> each, RequestOptions options) {
    return api.list(
        api.scoped(Call.get(Operation.read("serving.deployments"), api.v0(PATH))),
        options,
        each,
        "data");
  }

  /** One endpoint; where the service has no such call, it is looked for in the list. */
  @Override
  public CompletableFuture<Deployment> get(DeploymentId id, RequestOptions options) {
    return api.follow(
            api.get(
                "serving.deployment",
                uri(id),
                options,
                (answer, json) ->
                    reader.read(
                        answer,
                        json.get("endpoint").kind() == Json.Kind.OBJECT
                            ? json.get("endpoint")
                            : json)))
        .exceptionallyCompose(
            failure ->
                Errors.saysGone(failure)
                    ? listed(id, (ApiException) failure, options)
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<Deployment> listed(
      DeploymentId id, ApiException failure, RequestOptions options) {
    return list(options)
        .thenApply(
            page ->
                page.items().stream()
                    .filter(endpoint -> endpoint.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new NotFoundException(failure.answer())));
  }

  @Override
  public CompletableFuture<Deployment> update(
      DeploymentId id, DedicatedEndpointChange change, RequestOptions options) {
    return api.begin(
        () ->
            api.send(
                Call.patch(Operation.write("dedicatedEndpoints.update"), uri(id))
                    .json(write(change)),
                options,
                (answer, json) ->
                    reader.read(
                        answer,
                        json.get("endpoint").kind() == Json.Kind.OBJECT
                            ? json.get("endpoint")
                            : json)));
  }

  private static Json write(DedicatedEndpointChange change) {
    ObjectBuilder body = Json.object();
    change.name().ifPresent(name -> body.put("name", name));
    change.description().ifPresent(text -> body.put("description", text));
    change.enabled().ifPresent(enabled -> body.put("enabled", enabled));
    change.gpuType().ifPresent(type -> body.put("gpu_type", type));
    change.gpuCount().ifPresent(count -> body.put("gpu_count", count));
    change
        .minReplicas()
        .ifPresent(
            least -> body.put("scaling", scaling(least, change.maxReplicas().orElse(least))));
    change.routingKey().ifPresent(key -> body.put("routing_key", key));
    change.customWeights().ifPresent(id -> body.put("custom_weights_id", id));
    if (change.clearCustomWeights()) {
      body.put("custom_weights_id", UNSET);
    }
    return body.putAll(change.extra()).build();
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(DeploymentId id, RequestOptions options) {
    return api.send(Call.delete(Operation.write("serving.delete"), uri(id)), options)
        .thenApply(answer -> null);
  }

  @Override
  public CompletableFuture<Deployment> awaitReady(
      DeploymentId id, Duration timeout, RequestOptions options) {
    return api.poll(
            "dedicatedEndpoints.awaitReady",
            "endpoint " + id,
            WaitOptions.of(timeout),
            GRACE,
            () -> get(id, options),
            endpoint -> endpoint.state() == DeploymentState.READY || endpoint.state().isTerminal(),
            (endpoint, elapsed, next) -> {})
        .thenApply(EndpointCalls::usable);
  }

  private static Deployment usable(Deployment endpoint) {
    if (endpoint.state() == DeploymentState.READY) {
      return endpoint;
    }
    throw new ServingFailedException(
        Settings.PROVIDER,
        "dedicatedEndpoints.awaitReady",
        "nebius endpoint "
            + endpoint.id()
            + " will not come up: it is "
            + endpoint.status()
            + (endpoint.state() == DeploymentState.FAILED
                ? "; delete it, it may cost money"
                : "; switch it on with update(id, DedicatedEndpointChange.enabled(true))"),
        List.of(endpoint.id().value()),
        null);
  }

  private URI uri(DeploymentId id) {
    return api.v0(PATH + "/" + Api.path(id));
  }
}
