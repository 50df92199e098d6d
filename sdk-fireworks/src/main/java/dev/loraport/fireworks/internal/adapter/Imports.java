package dev.loraport.fireworks.internal.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loraport.RequestOptions;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.AdapterState;
import dev.loraport.error.UploadException;
import dev.loraport.error.UploadException.Step;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.Operation;
import dev.loraport.tuning.WaitOptions;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Fireworks fetches an adapter from Hugging Face itself: the record names the repository, and an
 * operation is followed to its end. The call is described by the gateway description 4.259.0
 * (2026-05) alone, without its body.
 */
final class Imports {
  private static final WaitOptions FETCHING = WaitOptions.of(Duration.ofHours(1));

  private final Api api;

  Imports(Api api) {
    this.api = api;
  }

  CompletableFuture<Adapter> publish(AdapterSpec spec, RequestOptions options) {
    String base = spec.baseModel().filter(text -> !text.isBlank()).orElse("");
    Json shape = spec.extra().getOrDefault("peftDetails", Json.missing());
    if (base.isEmpty() || shape.get("r").isAbsent() || shape.get("targetModules").isAbsent()) {
      throw new IllegalArgumentException(
          "an import at Fireworks needs baseModel, and the adapter's rank and modules:"
              + " putAllExtra(FireworksTuning.adapterShape(16, List.of(\"q_proj\", \"v_proj\")))");
    }
    if (spec.source().token().isPresent()) {
      throw new IllegalArgumentException(
          "Fireworks takes no Hugging Face token with an import; download the repository, and"
              + " publish its folder");
    }
    String repository = spec.source().repository().orElse("");
    if (!repository.matches("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException(
          "a Hugging Face repository is owner/name, not \"" + repository + '"');
    }
    return api.within(
        options,
        account -> {
          ResourceName parent = account.name(Collection.MODELS, base);
          Map<String, Json> details =
              Map.of(
                  "huggingFaceUrl",
                  Json.of("https://huggingface.co/" + repository),
                  "peftDetails",
                  Json.object().put("baseModel", parent.value()).build());
          String id = ModelId.of(spec.name(), fingerprint(repository, spec));
          return api.follow(new ModelRecords(api).create(spec, account, id, details, options))
              .thenCompose(
                  adapter ->
                      adapter.state() == AdapterState.READY
                          ? api.done(adapter)
                          : fetch(account, account.name(Collection.MODELS, id), options));
        });
  }

  // another repository or shape under the same name is another model, and never the older one
  private static String fingerprint(String repository, AdapterSpec spec) {
    String whole = repository + '\n' + Json.object(new TreeMap<>(spec.extra()));
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(whole.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private CompletableFuture<Adapter> fetch(
      Account account, ResourceName name, RequestOptions options) {
    Call.Builder call =
        Call.post(Operation.write(FolderUpload.OPERATION), api.uri(name, "import"))
            .json(Json.object().build());
    return api.follow(api.send(call, Api.beside(options), (answer, json) -> json))
        .thenCompose(begun -> ended(begun, name, options))
        .thenCompose(
            done -> {
              Json error = done.get("error");
              if (error.kind() == Json.Kind.OBJECT) {
                throw new UploadException(
                    Settings.PROVIDER,
                    FolderUpload.OPERATION,
                    "the import of "
                        + name
                        + " failed: "
                        + Fields.of(error)
                            .message("message")
                            .orElse("the provider gives no reason"),
                    Step.PROCESS,
                    name.value(),
                    null);
              }
              return api.get(
                  FolderUpload.OPERATION,
                  api.uri(name),
                  Api.beside(options),
                  new AdapterReader(account)::read);
            });
  }

  private CompletableFuture<Json> ended(Json begun, ResourceName model, RequestOptions options) {
    if (isDone(begun)) {
      return api.done(begun);
    }
    URI operation = address(begun, model);
    return api.poll(
        FolderUpload.OPERATION,
        "the import of " + model,
        FETCHING,
        Duration.ofMinutes(1),
        () ->
            api.get(FolderUpload.OPERATION, operation, Api.beside(options), (answer, json) -> json),
        Imports::isDone,
        (json, elapsed, next) -> {});
  }

  private static boolean isDone(Json operation) {
    return Fields.of(operation).bool("done").orElse(false)
        || operation.get("error").kind() == Json.Kind.OBJECT;
  }

  // the name is the server's, and becomes a path: each segment is checked
  private URI address(Json begun, ResourceName model) {
    String name = Fields.of(begun).text("name").orElse("");
    return ResourceName.find(name)
        .map(api::uri)
        .orElseThrow(
            () ->
                new UploadException(
                    Settings.PROVIDER,
                    FolderUpload.OPERATION,
                    "the import of "
                        + model
                        + " was begun, but the provider named no operation to follow; see"
                        + " awaitReady",
                    Step.PROCESS,
                    model.value(),
                    null));
  }
}
