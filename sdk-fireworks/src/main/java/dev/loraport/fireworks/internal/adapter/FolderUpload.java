package dev.loraport.fireworks.internal.adapter;

import dev.loraport.RequestOptions;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.AdapterState;
import dev.loraport.adapter.LocalAdapter;
import dev.loraport.catalog.Facts;
import dev.loraport.error.ApiException;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.TransportException;
import dev.loraport.error.UploadException;
import dev.loraport.error.UploadException.Step;
import dev.loraport.file.UploadListener;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.Errors;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.fireworks.internal.wire.SignedFiles;
import dev.loraport.json.Json;
import dev.loraport.tuning.WaitOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A PEFT folder or archive goes up: the record first, under an id made of name and content, then
 * the files, then the provider's look at them. Begun again, it goes on with the same record.
 */
final class FolderUpload {
  static final String OPERATION = "adapters.publish";
  private static final String WARNINGS = "warnings";

  /** The files land at the store, and are seen there a little later. */
  private static final WaitOptions LANDING =
      WaitOptions.builder()
          .timeout(Duration.ofMinutes(10))
          .initialInterval(Duration.ofSeconds(1))
          .maxInterval(Duration.ofSeconds(10))
          .build();

  private final Api api;
  private final Facts facts;

  FolderUpload(Api api, Facts facts) {
    this.api = api;
    this.facts = facts;
  }

  CompletableFuture<Adapter> publish(AdapterSpec spec, Path folder, RequestOptions options) {
    String given =
        spec.baseModel()
            .filter(text -> !text.isBlank())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "baseModel is required to publish a folder at Fireworks, such as"
                            + " accounts/fireworks/models/qwen3-8b"));
    return api.within(
        options,
        account -> {
          ResourceName base = account.name(Collection.MODELS, given);
          return api.follow(read(spec, folder))
              .thenCompose(
                  peft ->
                      api.follow(checked(peft, folder, base, options))
                          .thenCompose(x -> publish(spec, peft, account, base, options)));
        });
  }

  private record Peft(PeftFolder folder, String id) {}

  // hashing some hundred megabytes takes a while, and is nothing for the caller's thread
  private CompletableFuture<Peft> read(AdapterSpec spec, Path folder) {
    ModelId.of(spec.name());
    AtomicBoolean abandoned = new AtomicBoolean();
    CompletableFuture<Peft> read =
        CompletableFuture.supplyAsync(
            () -> {
              PeftFolder peft = PeftFolder.read(folder, facts, api.caller().asOf());
              return new Peft(peft, ModelId.of(spec.name(), peft.fingerprint(abandoned::get)));
            },
            api.caller().executor());
    // a future that is cancelled leaves the work that it stands for going on
    read.whenComplete((peft, failure) -> abandoned.set(true));
    return read;
  }

  private CompletableFuture<Json> checked(
      Peft peft, Path folder, ResourceName base, RequestOptions options) {
    return api.get(
        OPERATION,
        api.uri(base),
        Api.beside(options),
        (answer, model) -> {
          BaseModels.takesAdapters(base, model);
          peft.folder
              .baseModel()
              .flatMap(trained -> BaseModels.contradiction(trained, base, model))
              .ifPresent(
                  words -> {
                    throw PeftFolder.refused(
                        folder.resolve(LocalAdapter.CONFIG),
                        "field base_model_name_or_path: trained on "
                            + peft.folder.baseModel().orElse("")
                            + ", which is not "
                            + base
                            + " ("
                            + words
                            + "); publish it for the base it was trained on",
                        null);
                  });
          return model;
        });
  }

  private CompletableFuture<Adapter> publish(
      AdapterSpec spec, Peft peft, Account account, ResourceName base, RequestOptions options) {
    ResourceName name = account.name(Collection.MODELS, peft.id);
    Json details =
        Json.object()
            .put("baseModel", base.value())
            .put("r", peft.folder.rank())
            .put("targetModules", Json.strings(peft.folder.targetModules()))
            .build();
    return api.follow(
            new ModelRecords(api)
                .create(spec, account, peft.id, Map.of("peftDetails", details), options))
        .thenCompose(
            adapter ->
                adapter.state() == AdapterState.READY
                    ? api.done(adapter)
                    : send(peft, name, new AdapterReader(account), options));
  }

  private CompletableFuture<Adapter> send(
      Peft peft, ResourceName name, AdapterReader reader, RequestOptions options) {
    CompletableFuture<@Nullable Void> sent =
        new SignedFiles(api)
            .upload(OPERATION, name, peft.folder.files(), UploadListener.NONE, options);
    return api.follow(step(Step.SEND, name, sent))
        .thenCompose(x -> step(Step.FINISH, name, landed(name, options)))
        .thenCompose(
            warnings ->
                api.get(
                    OPERATION,
                    api.uri(name),
                    Api.beside(options),
                    (answer, json) -> warned(reader.read(answer, json), warnings)));
  }

  private static Adapter warned(Adapter adapter, Optional<Json> warnings) {
    return warnings.filter(found -> !found.elements().isEmpty()).isEmpty()
        ? adapter
        : Adapter.builder().from(adapter).putExtra(WARNINGS, warnings.get()).build();
  }

  /** Closes the upload, refused while files are still on their way; what it warns of. */
  private CompletableFuture<Optional<Json>> landed(ResourceName name, RequestOptions options) {
    return api.poll(
        OPERATION,
        "the files of " + name,
        LANDING,
        Duration.ZERO,
        () -> validated(name, options),
        Optional::isPresent,
        (done, elapsed, next) -> {});
  }

  private CompletableFuture<Optional<Json>> validated(ResourceName name, RequestOptions options) {
    CompletableFuture<Optional<Json>> validated =
        api.get(
            OPERATION,
            api.uri(name, "validateUpload"),
            Api.beside(options),
            (answer, json) -> Optional.of(json.get(WARNINGS)));
    return api.follow(validated)
        .exceptionallyCompose(
            failure ->
                failure instanceof BadRequestException early
                        && Errors.is(early.answer(), "FAILED_PRECONDITION")
                    ? api.done(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  private <T extends @Nullable Object> CompletableFuture<T> step(
      Step step, ResourceName name, CompletableFuture<T> future) {
    return api.follow(future)
        .exceptionallyCompose(
            failure -> {
              boolean ours =
                  failure instanceof ApiException || failure instanceof TransportException;
              return CompletableFuture.failedFuture(
                  ours ? failed(step, name, (LoraportException) failure) : failure);
            });
  }

  private static UploadException failed(Step step, ResourceName name, LoraportException cause) {
    return new UploadException(
        Settings.PROVIDER,
        OPERATION,
        "upload of "
            + name
            + " failed at step "
            + step
            + "; publish it again to go on with it: "
            + cause.getMessage(),
        step,
        name.value(),
        cause);
  }
}
