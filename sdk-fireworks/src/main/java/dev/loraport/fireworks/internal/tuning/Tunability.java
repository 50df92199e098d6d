package dev.loraport.fireworks.internal.tuning;

import dev.loraport.Capability;
import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.spi.Fields;
import dev.loraport.tuning.TuningSpec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Looks at the base model before a job is created: whether it is there, and can be tuned so. */
final class Tunability {
  private final Api api;

  Tunability(Api api) {
    this.api = api;
  }

  /**
   * Goes on if the base model can be tuned as asked for, or nothing is known against it; true if
   * the provider could be asked.
   *
   * <p>The future fails with {@link UnsupportedCapabilityException} if the provider says that it
   * can't, and with {@link NotFoundException} if there is no such model.
   */
  CompletableFuture<Boolean> check(Account account, TuningSpec spec, RequestOptions options) {
    String model = spec.fromCheckpoint().orElse(spec.model());
    Optional<ResourceName> name = ResourceName.find(JobWriter.baseModel(account, model));
    if (name.isEmpty()) {
      return api.done(false);
    }
    CompletableFuture<Boolean> looked =
        api.get(
                "jobs.create",
                api.uri(name.get()),
                Api.beside(options),
                (answer, json) -> refused(spec, model, json))
            .thenApply(
                refusal -> {
                  if (refusal.isPresent()) {
                    throw refusal.get();
                  }
                  return true;
                });
    return api.follow(looked)
        .exceptionallyCompose(
            failure ->
                // a model that may be tuned need not be one that the key may read
                failure instanceof PermissionDeniedException
                    ? api.done(false)
                    : CompletableFuture.failedFuture(advised(failure, model)));
  }

  private static Optional<UnsupportedCapabilityException> refused(
      TuningSpec spec, String model, Json json) {
    if (spec.fromCheckpoint().isPresent()) {
      return Optional.empty();
    }
    Fields fields = Fields.of(json);
    JobKind kind = JobKind.of(spec.method());
    boolean whole = spec.fullParameters();
    String flag =
        (kind == JobKind.REINFORCEMENT ? "rl" : "supervised")
            + (whole ? "FullParameterTunable" : "LoraTunable");
    // the flags of the older trainer; they say nothing about the whole model
    String older = kind == JobKind.REINFORCEMENT ? "rlTunable" : "tunable";
    boolean can = fields.bool(flag).orElse(true) || (!whole && fields.bool(older).orElse(false));
    return can
        ? Optional.empty()
        : Optional.of(
            new UnsupportedCapabilityException(
                Settings.PROVIDER,
                whole ? Capability.FULL_TUNING : Capability.LORA_TUNING,
                "its model "
                    + model
                    + " can't be tuned so ("
                    + flag
                    + " is false); choose another base model"
                    + (whole ? ", or an adapter in place of fullParameters" : "")));
  }

  private static Throwable advised(Throwable failure, String model) {
    if (!(failure instanceof NotFoundException missing) || model.startsWith("accounts/")) {
      return failure;
    }
    return ApiException.of(
        missing
            .answer()
            .withHint(
                "a bare name is one of your own models; a public one is written in full:"
                    + " accounts/fireworks/models/"
                    + model));
  }
}
