package dev.loraport.fireworks.internal.adapter;

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
import dev.loraport.catalog.Facts;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.UploadException;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.WaitOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Calls for adapters, which are models of the kind {@code HF_PEFT_ADDON}. */
public final class AdapterCalls implements AdapterService.Async {
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Api api;
  private final Facts facts;

  /**
   * Makes them.
   *
   * @param api the way
   * @param facts what is known of the provider
   */
  public AdapterCalls(Api api, Facts facts) {
    this.api = api;
    this.facts = facts;
  }

  @Override
  public CompletableFuture<Adapter> publish(AdapterSpec spec, RequestOptions options) {
    return api.begin(
        () -> {
          AdapterSource source = spec.source();
          AdapterSourceKind kind = source.kind();
          if (kind.equals(AdapterSourceKind.FOLDER)) {
            return new FolderUpload(api, facts)
                .publish(spec, Path.of(source.folder().orElse("")), options);
          }
          if (kind.equals(AdapterSourceKind.JOB)) {
            return get(trained(source), options);
          }
          if (kind.equals(AdapterSourceKind.HUGGING_FACE)) {
            return new Imports(api).publish(spec, options);
          }
          throw unsupported(
              kind.equals(AdapterSourceKind.CHECKPOINT)
                  ? "as of August 2026 its managed jobs keep no checkpoints; publish the job's result"
                  : "it fetches no archives; unpack it, and publish the folder");
        });
  }

  // What a job has trained is a model already: nothing has to be sent.
  private static AdapterId trained(AdapterSource source) {
    return source
        .result()
        .flatMap(result -> result.artifact(ArtifactKind.ADAPTER))
        .map(TuningArtifact::id)
        .map(AdapterId::of)
        .orElseThrow(() -> unsupported("the job has tuned no adapter but a whole model"));
  }

  private static UnsupportedCapabilityException unsupported(String reason) {
    return new UnsupportedCapabilityException(Settings.PROVIDER, Capability.ADAPTER_UPLOAD, reason);
  }

  @Override
  public CompletableFuture<Adapter> get(AdapterId id, RequestOptions options) {
    return at(
        id,
        options,
        (account, name) ->
            api.get("adapters.get", api.uri(name), options, new AdapterReader(account)::read));
  }

  @Override
  public CompletableFuture<Page<Adapter>> list(RequestOptions options) {
    return list("adapters.list", true, options);
  }

  /** The account's models that are no adapters, read as if they were. */
  public CompletableFuture<Page<Adapter>> wholeModels(RequestOptions options) {
    return list("models.own", false, options);
  }

  private CompletableFuture<Page<Adapter>> list(
      String operation, boolean adapters, RequestOptions options) {
    return api.within(
        options,
        account -> {
          AdapterReader reader = new AdapterReader(account);
          return api.follow(
                  api.list(
                      operation,
                      api.uri(account, Collection.MODELS),
                      Collection.MODELS,
                      Map.of(),
                      options,
                      (answer, json) -> reader.read(answer, json, adapters)))
              .thenCompose(this::adapters);
        });
  }

  /** The adapters of a page of models; a page without one is passed over. */
  private CompletableFuture<Page<Adapter>> adapters(Page<Optional<Adapter>> page) {
    List<Adapter> items = page.items().stream().flatMap(Optional::stream).toList();
    if (!page.hasNext()) {
      return api.done(Page.last(items));
    }
    return items.isEmpty() ? after(page) : api.done(Page.of(items, () -> after(page)));
  }

  private CompletableFuture<Page<Adapter>> after(Page<Optional<Adapter>> page) {
    return api.follow(page.next().orElseThrow()).thenCompose(this::adapters);
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(AdapterId id, RequestOptions options) {
    return at(
        id, options, (account, name) -> api.delete("adapters.delete", api.uri(name), options));
  }

  @Override
  public CompletableFuture<Adapter> awaitReady(
      AdapterId id, Duration timeout, RequestOptions options) {
    return api.poll(
            "adapters.awaitReady",
            "adapter " + id,
            WaitOptions.of(timeout),
            GRACE,
            () -> get(id, options),
            adapter -> adapter.state().isTerminal(),
            (adapter, elapsed, next) -> {})
        .thenApply(AdapterCalls::usable);
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
            + " was refused: "
            + adapter.problem().orElse("the provider gives no reason")
            + "; delete it, correct the files and publish them again",
        UploadException.Step.PROCESS,
        adapter.id().value(),
        null);
  }

  @Override
  public CompletableFuture<List<Path>> download(AdapterId id, Path folder, RequestOptions options) {
    return at(
        id,
        options,
        (account, name) ->
            new ModelFiles(api).download("adapters.download", name, folder, options));
  }

  private <T extends @Nullable Object> CompletableFuture<T> at(
      AdapterId id,
      RequestOptions options,
      BiFunction<Account, ResourceName, CompletableFuture<T>> next) {
    return api.within(options, account -> next.apply(account, AdapterReader.name(account, id)));
  }
}
