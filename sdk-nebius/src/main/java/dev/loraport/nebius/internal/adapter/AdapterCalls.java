package dev.loraport.nebius.internal.adapter;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterService;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSourceKind;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.AdapterState;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.UploadException;
import dev.loraport.json.Json;
import dev.loraport.nebius.internal.tuning.JobCalls;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.nebius.internal.wire.Door;
import dev.loraport.nebius.internal.wire.Era;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningResult;
import dev.loraport.tuning.WaitOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls for serverless adapters, as long as there are such. */
public final class AdapterCalls implements AdapterService.Async {
  private static final Operation PUBLISH = Operation.create("adapters.publish");
  private static final Json NONE = Json.missing();
  private static final String HTTPS = "https://";
  private static final Duration NEAR = Duration.ofMinutes(10);
  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration POLL_MAX = Duration.ofSeconds(15);

  private final Api api;
  private final Era era;
  private final Door door;
  private final JobCalls jobs;
  private final ArchiveUpload archives;

  /**
   * Makes them.
   *
   * @param api the way
   * @param era what is known of the client's day
   * @param door what every call goes through
   * @param jobs the jobs, whose checkpoints are published
   */
  public AdapterCalls(Api api, Era era, Door door, JobCalls jobs) {
    this.api = api;
    this.era = era;
    this.door = door;
    this.jobs = jobs;
    this.archives = new ArchiveUpload(api, era);
  }

  @Override
  public CompletableFuture<Adapter> publish(AdapterSpec spec, RequestOptions options) {
    return api.begin(
        () -> {
          door.check(Capability.ADAPTER_UPLOAD);
          String base = base(spec);
          return api.follow(source(spec.source(), base, options))
              .thenCompose(
                  source ->
                      door.call(
                          Capability.ADAPTER_UPLOAD,
                          options,
                          () -> create(spec, base, source, options)));
        });
  }

  /** The serving name of the base: as it was given, else by the known pairs of the day. */
  private String base(AdapterSpec spec) {
    return spec.baseModel()
        .filter(text -> !text.isBlank())
        .or(() -> spec.source().result().map(TuningResult::baseModel).map(era::servingBase))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "baseModel is required to publish an adapter at Nebius: the name under which"
                        + " the base is served"));
  }

  private CompletableFuture<String> source(
      AdapterSource source, String base, RequestOptions options) {
    AdapterSourceKind kind = source.kind();
    if (kind.equals(AdapterSourceKind.CHECKPOINT)) {
      return api.done(source.checkpoint().map(Checkpoint::resumeFrom).orElse(""));
    }
    if (kind.equals(AdapterSourceKind.JOB) && source.result().isPresent()) {
      return last(source.result().get(), options);
    }
    if (kind.equals(AdapterSourceKind.FOLDER)) {
      Path folder = Path.of(source.folder().orElse(""));
      return door.call(
          Capability.ADAPTER_UPLOAD, options, () -> archives.upload(folder, base, options));
    }
    if (kind.equals(AdapterSourceKind.HUGGING_FACE)) {
      if (source.token().isPresent()) {
        throw unsupported(
            "it takes no token for a repository; make the repository public, or publish the"
                + " folder");
      }
      return api.done("https://huggingface.co/" + source.repository().orElse(""));
    }
    throw unsupported(
        "it fetches adapters from Hugging Face alone; download the archive and publish its folder");
  }

  private CompletableFuture<String> last(TuningResult result, RequestOptions options) {
    if (!result.adapter()) {
      throw unsupported("the job has tuned no adapter but a whole model");
    }
    return jobs.checkpoints(result.job(), Api.withoutBody(options))
        .thenApply(
            page ->
                page.items().stream()
                    .reduce((first, second) -> second)
                    .map(Checkpoint::resumeFrom)
                    .orElseThrow(
                        () -> unsupported("job " + result.job() + " has left no checkpoint")));
  }

  private static UnsupportedCapabilityException unsupported(String reason) {
    return new UnsupportedCapabilityException(Settings.PROVIDER, Capability.ADAPTER_UPLOAD, reason);
  }

  private CompletableFuture<Adapter> create(
      AdapterSpec spec, String base, String source, RequestOptions options) {
    Json.ObjectBuilder body =
        Json.object().put("name", spec.name()).put("base_model", base).put("source", source);
    spec.description().ifPresent(text -> body.put("description", text));
    Call.Builder call =
        api.scoped(Call.post(PUBLISH, api.v0("/models"))).json(body.putAll(spec.extra()).build());
    Instant earliest = api.caller().clock().instant().minus(NEAR);
    return api.once(
        PUBLISH,
        "adapter name " + spec.name(),
        () -> api.send(call, options, AdapterReader::read),
        () -> find(spec.name(), source, earliest, options));
  }

  private CompletableFuture<Optional<Adapter>> find(
      String name, String source, Instant earliest, RequestOptions options) {
    return plainList(Api.withoutBody(options))
        .thenApply(
            page ->
                page.items().stream()
                    .filter(adapter -> isNamed(adapter.id().value(), name))
                    .filter(adapter -> isFrom(adapter, source))
                    .filter(
                        adapter ->
                            adapter.createdAt().map(at -> !at.isBefore(earliest)).orElse(false))
                    .max(Comparator.comparing(made -> made.createdAt().orElse(Instant.MIN))));
  }

  // The service puts base and colon before the name, and a hyphen and four letters behind it.
  private static boolean isNamed(String full, String name) {
    String own = full.substring(full.lastIndexOf(':') + 1);
    return own.startsWith(name + "-") && own.length() == name.length() + 5;
  }

  private static boolean isFrom(Adapter adapter, String source) {
    String checkpoint = text(adapter, "checkpoint_id");
    if (!checkpoint.isEmpty()) {
      return source.equals(text(adapter, "job_id") + ":" + checkpoint);
    }
    return Stream.of("file_id", "url", "source")
        .map(name -> text(adapter, name))
        .filter(text -> !text.isEmpty())
        .anyMatch(text -> withoutScheme(text).equals(withoutScheme(source)));
  }

  private static String text(Adapter adapter, String name) {
    return adapter.extra().getOrDefault(name, NONE).string().orElse("").strip();
  }

  // addresses of repositories are seen with a scheme and without one
  private static String withoutScheme(String source) {
    return source.startsWith(HTTPS) ? source.substring(HTTPS.length()) : source;
  }

  @Override
  public CompletableFuture<Adapter> get(AdapterId id, RequestOptions options) {
    return door.call(Capability.ADAPTER_UPLOAD, options, () -> look(id, options));
  }

  private CompletableFuture<Adapter> look(AdapterId id, RequestOptions options) {
    return api.get(
        "adapters.get",
        api.v0("/models/" + Api.path(id)),
        options,
        (answer, json) -> AdapterReader.read(id, json));
  }

  @Override
  public CompletableFuture<Page<Adapter>> list(RequestOptions options) {
    return door.call(Capability.ADAPTER_UPLOAD, options, () -> plainList(options));
  }

  private CompletableFuture<Page<Adapter>> plainList(RequestOptions options) {
    return api.list(
        api.scoped(Call.get(Operation.read("adapters.list"), api.v0("/models"))),
        options,
        AdapterReader::read,
        "data");
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(AdapterId id, RequestOptions options) {
    return door.ending(
        Capability.ADAPTER_UPLOAD,
        () ->
            api.send(
                    Call.delete(
                        Operation.write("adapters.delete"), api.v0("/models/" + Api.path(id))),
                    options)
                .thenApply(answer -> null));
  }

  /** Those of the checkpoint that the adapter was made of. */
  @Override
  public CompletableFuture<List<Path>> download(AdapterId id, Path folder, RequestOptions options) {
    return door.call(Capability.ADAPTER_DOWNLOAD, options, () -> look(id, options))
        .thenCompose(
            adapter -> {
              String job = text(adapter, "job_id");
              String label = text(adapter, "checkpoint_id");
              if (job.isEmpty() || label.isEmpty()) {
                throw new UnsupportedCapabilityException(
                    Settings.PROVIDER,
                    Capability.ADAPTER_DOWNLOAD,
                    "adapter "
                        + id
                        + " was made of no job here: its files are where they came from");
              }
              return jobs.download(JobId.of(job), Optional.of(label), folder, options);
            });
  }

  @Override
  public CompletableFuture<Adapter> awaitReady(
      AdapterId id, Duration timeout, RequestOptions options) {
    WaitOptions wait =
        WaitOptions.builder().timeout(timeout).initialInterval(POLL).maxInterval(POLL_MAX).build();
    Instant graceEnd = api.caller().clock().instant().plus(GRACE);
    return door.call(
        Capability.ADAPTER_UPLOAD,
        options,
        () ->
            api.poll(
                    "adapters.awaitReady",
                    "adapter " + id,
                    wait,
                    GRACE,
                    () -> look(id, options),
                    adapter ->
                        adapter.state().isTerminal()
                            || (adapter.status().isEmpty()
                                && api.caller().clock().instant().isAfter(graceEnd)),
                    (adapter, elapsed, next) -> {})
                .thenApply(AdapterCalls::usable));
  }

  private static String detail(Adapter adapter) {
    String detail = text(adapter, "detail");
    return detail.isEmpty() ? "the provider gives no reason" : detail;
  }

  private static Adapter usable(Adapter adapter) {
    if (adapter.state() == AdapterState.READY) {
      return adapter;
    }
    throw new UploadException(
        Settings.PROVIDER,
        "adapters.awaitReady",
        "adapter "
            + adapter.id()
            + " can't be served ("
            + (adapter.status().isEmpty() ? "no status" : adapter.status())
            + "): "
            + adapter.problem().orElseGet(() -> detail(adapter))
            + "; check that its base takes serverless adapters, and that the source holds"
            + " adapter_config.json and adapter_model.safetensors",
        UploadException.Step.PROCESS,
        adapter.id().value(),
        null);
  }
}
