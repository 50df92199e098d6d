package dev.loraport.fireworks.internal.adapter;

import dev.loraport.RequestOptions;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.error.ApiException;
import dev.loraport.error.ConflictException;
import dev.loraport.error.NotFoundException;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.json.Json;
import dev.loraport.json.Json.ObjectBuilder;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.spi.SafeCreate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes the record of a model, once: one that is there under the id is gone on with. */
final class ModelRecords {
  private static final Operation CREATE = Operation.create("adapters.publish");
  private static final String PEFT = "peftDetails";
  private static final int NAME_LIMIT = 63;
  private static final int TAKEN = 409;

  private final Api api;

  ModelRecords(Api api) {
    this.api = api;
  }

  /**
   * Makes the record, or reads the one that is there.
   *
   * @param spec name, description and what the user adds
   * @param account the account
   * @param id the id
   * @param details what the model is, beyond that
   * @param options the options of the operation
   */
  CompletableFuture<Adapter> create(
      AdapterSpec spec,
      Account account,
      String id,
      Map<String, Json> details,
      RequestOptions options) {
    ResourceName name = account.name(Collection.MODELS, id);
    AdapterReader reader = new AdapterReader(account);
    Json model = model(spec, details);
    Call.Builder call =
        Call.post(CREATE, api.uri(account, Collection.MODELS))
            .json(Json.object().put("modelId", id).put("model", model).build());
    CompletableFuture<Adapter> created =
        SafeCreate.once(
            api.caller(),
            CREATE,
            name.value(),
            failure -> !isTaken(failure) && SafeCreate.isAmbiguous(failure),
            () -> api.send(call, options, reader::read),
            () -> find(name, reader, options));
    return api.follow(created)
        .exceptionallyCompose(
            failure ->
                failure instanceof ConflictException taken && isTaken(failure)
                    ? existing(name, model, reader, taken, options)
                    : CompletableFuture.failedFuture(failure));
  }

  private static boolean isTaken(Throwable failure) {
    return failure instanceof ConflictException conflict && conflict.status() == TAKEN;
  }

  private static Json model(AdapterSpec spec, Map<String, Json> details) {
    String shown = spec.name();
    ObjectBuilder model =
        Json.object()
            .put("kind", AdapterReader.KIND)
            .put("displayName", shown.substring(0, Math.min(shown.length(), NAME_LIMIT)));
    spec.description().ifPresent(text -> model.put("description", text));
    Map<String, Json> members = new LinkedHashMap<>(model.putAll(details).build().members());
    spec.extra()
        .forEach(
            (name, value) -> {
              Json known = members.getOrDefault(name, Json.missing());
              members.put(name, merged(known, value));
            });
    return Json.object(members);
  }

  private static Json merged(Json known, Json value) {
    return known.kind() == Json.Kind.OBJECT && value.kind() == Json.Kind.OBJECT
        ? Json.object().putAll(known.members()).putAll(value.members()).build()
        : value;
  }

  private CompletableFuture<Optional<Adapter>> find(
      ResourceName name, AdapterReader reader, RequestOptions options) {
    CompletableFuture<Optional<Adapter>> found =
        api.get(CREATE.name(), api.uri(name), Api.beside(options), reader::read)
            .thenApply(Optional::of);
    return api.follow(found)
        .exceptionallyCompose(
            failure ->
                failure instanceof NotFoundException
                    ? api.done(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<Adapter> existing(
      ResourceName name,
      Json model,
      AdapterReader reader,
      ConflictException taken,
      RequestOptions options) {
    Optional<String> wanted = model.get(PEFT).get("baseModel").string();
    return find(name, reader, options)
        .thenApply(
            found -> {
              Adapter adapter = found.orElseThrow(() -> taken);
              if (adapter.baseModel().isPresent() && !adapter.baseModel().equals(wanted)) {
                throw ApiException.of(
                    taken
                        .answer()
                        .withHint(
                            name
                                + " is there for another base, "
                                + adapter.baseModel().get()
                                + ": choose another name, or delete it"));
              }
              return adapter;
            });
  }
}
