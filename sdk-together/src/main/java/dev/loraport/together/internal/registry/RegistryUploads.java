package dev.loraport.together.internal.registry;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.error.UploadException;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.together.RegistryEvent;
import dev.loraport.together.RegistryId;
import dev.loraport.together.RegistryUpload;
import dev.loraport.together.internal.adapter.AdapterStates;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.WaitOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The uploads of a project's registry. */
final class RegistryUploads {
  private static final String ROOT = "/models/uploads";
  private static final Operation BEGIN = Operation.create("registry.upload");
  private static final Duration NEAR = Duration.ofMinutes(1);

  private final Api api;

  RegistryUploads(Api api) {
    this.api = api;
  }

  CompletableFuture<RegistryUpload> begin(
      Function<String, URI> below,
      RegistryId model,
      URI source,
      @Nullable String token,
      RequestOptions options,
      RequestOptions plain) {
    Json.ObjectBuilder body =
        Json.object().put("modelId", model.value()).put("remoteUrl", source.toString());
    if (token != null) {
      body.put("token", token);
    }
    Instant earliest = api.caller().clock().instant().minus(NEAR);
    return api.once(
        BEGIN,
        "model " + model,
        () ->
            api.send(
                Call.post(BEGIN, below.apply(ROOT)).json(body.build()),
                options,
                RegistryReader::upload),
        () -> young(below, model, source, earliest, plain));
  }

  private CompletableFuture<Optional<RegistryUpload>> young(
      Function<String, URI> below,
      RegistryId model,
      URI source,
      Instant earliest,
      RequestOptions options) {
    Optional<String> bare = Optional.of(RegistryReader.withoutQuery(source.toString()));
    return api.follow(
            api.all("registry.upload", below.apply(ROOT), options, RegistryReader::upload))
        .thenApply(
            all ->
                all.stream()
                    .filter(upload -> upload.model().equals(Optional.of(model)))
                    .filter(upload -> upload.source().equals(bare))
                    .filter(
                        upload ->
                            upload.createdAt().filter(at -> !at.isBefore(earliest)).isPresent())
                    .findFirst());
  }

  CompletableFuture<Page<RegistryUpload>> list(
      Function<String, URI> below, RequestOptions options) {
    return api.pages("registry.uploads", below.apply(ROOT), options, RegistryReader::upload);
  }

  CompletableFuture<RegistryUpload> get(
      Function<String, URI> below, RegistryId id, RequestOptions options) {
    URI uri = below.apply(ROOT + "/" + Api.path(id));
    return api.get("registry.upload", uri, options, RegistryReader::upload);
  }

  CompletableFuture<Page<RegistryEvent>> events(
      Function<String, URI> below, RegistryId id, RequestOptions options) {
    URI uri = below.apply(ROOT + "/" + Api.path(id) + "/events");
    return api.pages("registry.uploadEvents", uri, options, RegistryReader::event);
  }

  CompletableFuture<RegistryUpload> await(
      Function<String, URI> below, RegistryId id, Duration timeout, RequestOptions options) {
    return api.poll(
            "registry.awaitUpload",
            "upload " + id,
            WaitOptions.of(timeout),
            Duration.ofMinutes(1),
            () -> get(below, id, options),
            upload -> upload.state().isTerminal(),
            (upload, elapsed, next) -> {})
        .exceptionallyCompose(RegistryUploads::explained)
        .thenApply(RegistryUploads::succeeded);
  }

  private static CompletableFuture<RegistryUpload> explained(Throwable failure) {
    String last =
        failure instanceof WaitTimeoutException over && over.last() instanceof RegistryUpload upload
            ? upload.status()
            : "";
    return CompletableFuture.failedFuture(
        AdapterStates.explained(
            failure,
            last,
            "registry().uploadEvents(id) tells what happened; then begin another upload"));
  }

  private static RegistryUpload succeeded(RegistryUpload upload) {
    if (upload.state() == RegistryUpload.State.SUCCEEDED) {
      return upload;
    }
    String problem = upload.message().orElse("the provider gives no reason");
    throw new UploadException(
        Settings.PROVIDER,
        "registry.awaitUpload",
        "upload "
            + upload.id()
            + " of model "
            + upload.model().map(RegistryId::value).orElse("unknown")
            + " failed ("
            + upload.status()
            + "): "
            + problem
            + "; "
            + AdapterStates.wayOut(problem),
        UploadException.Step.PROCESS,
        upload.id().value(),
        null);
  }
}
