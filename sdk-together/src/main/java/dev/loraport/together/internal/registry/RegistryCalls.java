package dev.loraport.together.internal.registry;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.together.RegistryChange;
import dev.loraport.together.RegistryEvent;
import dev.loraport.together.RegistryFiles;
import dev.loraport.together.RegistryId;
import dev.loraport.together.RegistryModel;
import dev.loraport.together.RegistryModelSpec;
import dev.loraport.together.RegistryRevision;
import dev.loraport.together.RegistryUpload;
import dev.loraport.together.TogetherRegistry;
import dev.loraport.together.internal.serving.ServingRules;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Project;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls for the registry. */
public final class RegistryCalls implements TogetherRegistry.Async {
  private static final Capability REGISTRY = Capability.of("model_registry");
  private static final Operation CREATE = Operation.create("registry.create");

  private final Api api;
  private final Project project;
  private final ServingRules rules;
  private final RegistryUploads uploads;

  /**
   * Makes them.
   *
   * @param api the way
   * @param project the project of the registry
   * @param rules what is known of the client's day
   */
  public RegistryCalls(Api api, Project project, ServingRules rules) {
    this.api = api;
    this.project = project;
    this.rules = rules;
    this.uploads = new RegistryUploads(api);
  }

  /** Goes on with an address below the project, where there is a registry. */
  private <T extends @Nullable Object> CompletableFuture<T> with(
      RequestOptions options, Function<Function<String, URI>, CompletableFuture<T>> next) {
    return api.begin(
        () -> {
          rules.requireDedicated(REGISTRY);
          return project.with(options, next);
        });
  }

  private static URI at(Function<String, URI> below, RegistryId id) {
    return below.apply("/models/" + Api.path(id));
  }

  private static RequestOptions plain(RequestOptions options) {
    return RequestOptions.builder().from(options).extraBody(Map.of()).build();
  }

  @Override
  public CompletableFuture<RegistryModel> create(RegistryModelSpec spec, RequestOptions options) {
    Json.ObjectBuilder body =
        Json.object()
            .put("baseModelId", spec.baseModelId())
            .put("name", spec.name())
            .put("type", spec.adapter() ? "adapter" : "model");
    spec.description().ifPresent(text -> body.put("description", text));
    return with(
        options,
        below ->
            api.once(
                CREATE,
                "model name " + spec.name(),
                () ->
                    api.send(
                        Call.post(CREATE, below.apply("/models")).json(body.build()),
                        options,
                        RegistryReader::model),
                () -> find(below.apply("/models"), spec, plain(options))));
  }

  // A name that was taken before would have been refused: what has it now is what was asked for.
  private CompletableFuture<Optional<RegistryModel>> find(
      URI models, RegistryModelSpec spec, RequestOptions options) {
    return api.follow(api.all("registry.create", models, options, RegistryReader::model))
        .thenApply(
            all ->
                all.stream()
                    .filter(model -> RegistryReader.isNamed(model.name(), spec.name()))
                    .filter(model -> model.isAdapter() == spec.adapter())
                    .findFirst());
  }

  @Override
  public CompletableFuture<Page<RegistryModel>> list(RequestOptions options) {
    return with(
        options,
        below ->
            api.pages("registry.list", below.apply("/models"), options, RegistryReader::model));
  }

  @Override
  public CompletableFuture<Page<RegistryModel>> ofOrganization(
      String organizationId, RequestOptions options) {
    return api.begin(
        () -> {
          rules.requireDedicated(REGISTRY);
          URI models = api.v2("/organizations/" + Api.path(organizationId) + "/models");
          return api.pages("registry.ofOrganization", models, options, RegistryReader::model);
        });
  }

  @Override
  public CompletableFuture<RegistryModel> get(RegistryId id, RequestOptions options) {
    return with(
        options, below -> api.get("registry.get", at(below, id), options, RegistryReader::model));
  }

  @Override
  public CompletableFuture<RegistryModel> update(
      RegistryId id, RegistryChange change, RequestOptions options) {
    return api.begin(
        () -> {
          if (change.fields().isEmpty()) {
            throw new IllegalArgumentException("nothing is to be changed of model " + id);
          }
          Json.ObjectBuilder body = Json.object();
          change.fields().forEach(body::put);
          return with(
              options,
              below ->
                  api.send(
                      Call.patch(Operation.write("registry.update"), at(below, id))
                          .query("updateMask", String.join(",", change.fields().keySet()))
                          .json(body.build()),
                      options,
                      RegistryReader::model));
        });
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(RegistryId id, RequestOptions options) {
    return with(
        options,
        below ->
            api.send(Call.delete(Operation.write("registry.delete"), at(below, id)), options)
                .thenApply(answer -> null));
  }

  @Override
  public CompletableFuture<RegistryFiles> files(
      RegistryId id, @Nullable String revision, RequestOptions options) {
    return with(
        options,
        below -> {
          URI uri = URI.create(at(below, id) + "/files");
          Call.Builder call = Call.get(Operation.read("registry.files"), uri);
          if (revision != null) {
            call.query("revisionId", revision);
          }
          return api.send(call, options, RegistryReader::files);
        });
  }

  @Override
  public CompletableFuture<List<RegistryRevision>> revisions(
      RegistryId id, RequestOptions options) {
    return with(
        options,
        below ->
            api.list(
                    "registry.revisions",
                    URI.create(at(below, id) + "/revisions"),
                    "data",
                    options,
                    RegistryReader::revision)
                .thenApply(Page::items));
  }

  @Override
  public CompletableFuture<RegistryUpload> upload(
      RegistryId model, URI source, @Nullable String token, RequestOptions options) {
    return with(
        options, below -> uploads.begin(below, model, source, token, options, plain(options)));
  }

  @Override
  public CompletableFuture<Page<RegistryUpload>> uploads(RequestOptions options) {
    return with(options, below -> uploads.list(below, options));
  }

  @Override
  public CompletableFuture<RegistryUpload> upload(RegistryId id, RequestOptions options) {
    return with(options, below -> uploads.get(below, id, options));
  }

  @Override
  public CompletableFuture<Page<RegistryEvent>> uploadEvents(
      RegistryId id, RequestOptions options) {
    return with(options, below -> uploads.events(below, id, options));
  }

  @Override
  public CompletableFuture<RegistryUpload> awaitUpload(
      RegistryId id, Duration timeout, RequestOptions options) {
    return with(options, below -> uploads.await(below, id, timeout, options));
  }
}
