package dev.loraport.together.internal.adapter;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterService;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSourceKind;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.ArtifactHost;
import dev.loraport.catalog.Facts;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Project;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.TuningResult;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Calls for adapters. An id that begins with {@code ml_} is of the registry of the second API, one
 * with {@code ft-} is a fine-tuning job, any other is an upload job of the first API.
 */
public final class AdapterCalls implements AdapterService.Async {
  private static final Operation PUBLISH = Operation.create("adapters.publish");

  /** Why an adapter can't be downloaded. */
  public static final String NO_DOWNLOAD =
      "as of August 2026 it gives out no files of what is published; jobs().download(result, folder)"
          + " gets the weights of a job";

  /** Why an adapter can't be deleted that the registry does not have. */
  public static final String NO_DELETION =
      "what the first API has published can't be deleted as of August 2026; only registry models"
          + " (ml_...) can";

  /** Why an adapter of this machine can't be published without a place to put it. */
  public static final String NO_FOLDERS =
      "it fetches adapters itself; give the client a place to put them with"
          + " ClientConfig.artifactHost (S3ArtifactHost of the add-on artifacts-s3 is one), or put the"
          + " folder into a Hugging Face repository, or as .zip or .tar.gz behind a signed address,"
          + " and publish that";

  private static final Duration NEAR = Duration.ofMinutes(10);

  private final Api api;
  private final Project project;
  private final boolean registry;
  private final @Nullable HostedUpload hosted;

  /**
   * Makes them.
   *
   * @param api the way
   * @param project the project of registry models
   * @param registry whether the registry exists on the client's day
   * @param facts what is known of the provider
   * @param host where adapters of this machine are put, if there is such a place
   */
  public AdapterCalls(
      Api api, Project project, boolean registry, Facts facts, @Nullable ArtifactHost host) {
    this.api = api;
    this.project = project;
    this.registry = registry;
    this.hosted = host == null ? null : new HostedUpload(api, facts, host);
  }

  @Override
  public CompletableFuture<Adapter> publish(AdapterSpec spec, RequestOptions options) {
    return api.begin(
        () -> {
          AdapterSource source = spec.source();
          AdapterSourceKind kind = source.kind();
          if (kind.equals(AdapterSourceKind.HUGGING_FACE)) {
            return upload(spec, source.repository().orElse(""), options);
          }
          if (kind.equals(AdapterSourceKind.SIGNED_URL)) {
            return upload(spec, source.signedUrl().map(URI::toString).orElse(""), options);
          }
          if (kind.equals(AdapterSourceKind.JOB) || kind.equals(AdapterSourceKind.CHECKPOINT)) {
            return get(trained(source), options);
          }
          if (hosted == null) {
            throw unsupported(NO_FOLDERS);
          }
          Path folder = Path.of(source.folder().orElse(""));
          return hosted.publish(
              folder, spec.name(), base(spec), url -> fetched(spec, url, options));
        });
  }

  // it is followed to its end, since the address must stay good until then
  private CompletableFuture<Adapter> fetched(AdapterSpec spec, URI url, RequestOptions options) {
    RequestOptions beside = RequestOptions.builder().from(options).extraBody(Map.of()).build();
    return api.follow(upload(spec, url.toString(), options))
        .thenCompose(
            begun ->
                api.follow(awaitReady(begun.id(), HostedUpload.FETCHING, beside))
                    .thenApply(
                        done ->
                            Adapter.builder()
                                .from(begun)
                                .state(done.state())
                                .status(done.status())
                                .build()));
  }

  // What a job has trained is known already: in the registry since July 2026, by its job before.
  private static AdapterId trained(AdapterSource source) {
    boolean checkpoint = source.kind().equals(AdapterSourceKind.CHECKPOINT);
    Optional<String> registered =
        checkpoint
            ? source.checkpoint().flatMap(Checkpoint::artifact).map(TuningArtifact::id)
            : source
                .result()
                .flatMap(result -> result.artifact(ArtifactKind.ADAPTER))
                .map(TuningArtifact::id);
    Optional<String> job =
        source.result().filter(TuningResult::adapter).map(result -> result.job().value());
    return registered
        .or(() -> checkpoint ? Optional.empty() : job)
        .map(AdapterId::of)
        .orElseThrow(
            () ->
                unsupported(
                    checkpoint
                        ? "the checkpoint is not in the registry; publish its downloaded weights"
                            + " from a signed address"
                        : "the job has tuned no adapter but a whole model"));
  }

  private static UnsupportedCapabilityException unsupported(String reason) {
    return new UnsupportedCapabilityException(Settings.PROVIDER, Capability.ADAPTER_UPLOAD, reason);
  }

  private CompletableFuture<Adapter> upload(
      AdapterSpec spec, String source, RequestOptions options) {
    String base = base(spec);
    Json.ObjectBuilder body =
        Json.object()
            .put("model_name", spec.name())
            .put("model_source", source)
            .put("model_type", "adapter")
            .put("base_model", base);
    spec.source().token().ifPresent(token -> body.put("hf_token", token));
    spec.description().ifPresent(text -> body.put("description", text));
    Call.Builder call =
        Call.post(PUBLISH, api.bases().publish()).json(body.putAll(spec.extra()).build());
    Instant earliest = api.caller().clock().instant().minus(NEAR);
    return api.once(
            PUBLISH,
            "model name " + spec.name(),
            () -> api.send(call, options, AdapterReader::created),
            () -> find(spec.name(), earliest, options))
        .thenApply(adapter -> Adapter.builder().from(adapter).baseModel(base).build());
  }

  private static String base(AdapterSpec spec) {
    return spec.baseModel()
        .filter(text -> !text.isBlank())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "baseModel is required to publish an adapter at Together"));
  }

  // A name can be taken only once, so that a young job of that name is the one that was lost.
  private CompletableFuture<Optional<Adapter>> find(
      String name, Instant earliest, RequestOptions options) {
    RequestOptions plain = RequestOptions.builder().from(options).extraBody(Map.of()).build();
    return jobs(plain)
        .thenApply(
            page ->
                page.items().stream()
                    .filter(job -> job.name().filter(full -> isNamed(full, name)).isPresent())
                    .filter(job -> job.createdAt().map(at -> !at.isBefore(earliest)).orElse(false))
                    .findFirst());
  }

  private static boolean isNamed(String full, String name) {
    return full.equals(name) || full.endsWith("/" + name);
  }

  @Override
  public CompletableFuture<Adapter> get(AdapterId id, RequestOptions options) {
    if (AdapterReader.isJobId(id)) {
      URI job = api.v1("/fine-tunes/" + Api.path(id));
      return api.get("adapters.get", job, options, AdapterReader::trained);
    }
    return AdapterReader.isRegistryId(id)
        ? project.with(
            options,
            below ->
                api.get(
                    "adapters.get",
                    below.apply("/models/" + Api.path(id)),
                    options,
                    AdapterReader::registered))
        : api.get("adapters.get", api.v1("/jobs/" + Api.path(id)), options, AdapterReader::job);
  }

  @Override
  public CompletableFuture<Page<Adapter>> list(RequestOptions options) {
    CompletableFuture<Page<Adapter>> uploads = jobs(options);
    return registry
        ? uploads.thenApply(page -> Page.of(page.items(), () -> registered(options)))
        : uploads;
  }

  private CompletableFuture<Page<Adapter>> jobs(RequestOptions options) {
    return api.list(
            "adapters.list",
            api.v1("/jobs"),
            "data",
            options,
            (answer, json) ->
                Map.entry(json.get("type").string().orElse(""), AdapterReader.job(answer, json)))
        .thenApply(
            page ->
                Page.last(
                    page.items().stream()
                        .filter(job -> !job.getKey().equals("model_upload"))
                        .map(Map.Entry::getValue)
                        .toList()));
  }

  private CompletableFuture<Page<Adapter>> registered(RequestOptions options) {
    return registered("adapters.list", true, options);
  }

  /** The models of the registry that are no adapters, read as if they were. */
  public CompletableFuture<Page<Adapter>> wholeModels(RequestOptions options) {
    return api.begin(
        () ->
            registry
                ? registered("models.registry", false, options)
                : api.done(Page.last(List.of())));
  }

  private CompletableFuture<Page<Adapter>> registered(
      String operation, boolean adapters, RequestOptions options) {
    return project
        .with(
            options,
            below ->
                api.pages(
                    operation,
                    below.apply("/models"),
                    options,
                    (answer, json) ->
                        isAdapter(json) == adapters
                            ? Optional.of(AdapterReader.registered(answer, json))
                            : Optional.<Adapter>empty()))
        .thenApply(this::adapters);
  }

  private static boolean isAdapter(Json json) {
    return json.get("weights").get("type").string().orElse("").endsWith("_ADAPTER");
  }

  /** Whether it can be deleted: what the registry has. */
  public static boolean isDeletable(AdapterId id) {
    return AdapterReader.isRegistryId(id);
  }

  private Page<Adapter> adapters(Page<Optional<Adapter>> page) {
    List<Adapter> items = page.items().stream().flatMap(Optional::stream).toList();
    return page.hasNext()
        ? Page.of(items, () -> api.follow(page.next().orElseThrow()).thenApply(this::adapters))
        : Page.last(items);
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(AdapterId id, RequestOptions options) {
    return api.begin(
        () -> {
          if (!AdapterReader.isRegistryId(id)) {
            throw new UnsupportedCapabilityException(
                Settings.PROVIDER, Capability.of("adapter_deletion"), NO_DELETION);
          }
          return project.with(
              options,
              below ->
                  api.send(
                          Call.delete(
                              Operation.write("adapters.delete"),
                              below.apply("/models/" + Api.path(id))),
                          options)
                      .thenApply(answer -> null));
        });
  }

  @Override
  public CompletableFuture<Adapter> awaitReady(
      AdapterId id, Duration timeout, RequestOptions options) {
    return AdapterWait.of(api, id, timeout, () -> get(id, options));
  }

  @Override
  public CompletableFuture<List<Path>> download(AdapterId id, Path folder, RequestOptions options) {
    return api.begin(
        () -> {
          throw new UnsupportedCapabilityException(
              Settings.PROVIDER, Capability.ADAPTER_DOWNLOAD, NO_DOWNLOAD);
        });
  }
}
