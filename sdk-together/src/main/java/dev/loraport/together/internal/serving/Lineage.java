package dev.loraport.together.internal.serving;

import dev.loraport.RequestOptions;
import dev.loraport.catalog.Verdict;
import dev.loraport.json.Json;
import dev.loraport.spi.Fields;
import dev.loraport.together.internal.serving.ServingRules.Ruling;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Passable;
import dev.loraport.together.internal.wire.TargetModules;
import dev.loraport.tuning.TuningResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Whether the jobs that a job goes on from cost it the serverless way: an adapter is served without
 * a deployment only if each job kept the rank, the alpha and the modules of the one before, because
 * the older adapter is merged into the base otherwise (Together's fine-tuning guide, read
 * 2026-02-13).
 */
final class Lineage {
  private static final int MOST_PARENTS = 10;

  private final Api api;

  Lineage(Api api) {
    this.api = api;
  }

  /** What the ruling for the base becomes for that result; only a "no" is final without a look. */
  CompletableFuture<Ruling> rule(Ruling ruling, TuningResult result, RequestOptions options) {
    if (ruling.verdict() == Verdict.NO) {
      return api.done(ruling);
    }
    if (!result.adapter()) {
      return api.done(
          no("job " + result.job() + " has tuned a whole model; only adapters go serverless"));
    }
    return api.begin(() -> job(result.job().value(), options))
        .thenCompose(job -> follow(ruling, job, MOST_PARENTS, options))
        .exceptionallyCompose(
            failure ->
                Passable.is(failure)
                    ? api.done(inDoubt(ruling, "job " + result.job() + " can't be read"))
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<Ruling> follow(
      Ruling ruling, Json child, int left, RequestOptions options) {
    Optional<String> from = Fields.of(child).text("from_checkpoint");
    if (from.isEmpty()) {
      return api.done(ruling);
    }
    String parent = from.get().replaceFirst(":[0-9]+$", "");
    if (!parent.startsWith("ft-") || left == 0) {
      return api.done(inDoubt(ruling, "what " + from.get() + " was trained with is not known"));
    }
    return api.begin(() -> job(parent, options))
        .thenCompose(
            job -> {
              Optional<String> change =
                  change(job.get("training_type"), child.get("training_type"));
              return change.isPresent()
                  ? api.done(changed(from.get(), change.get()))
                  : modules(ruling, new Step(from.get(), job, child), left, options);
            });
  }

  /** From a job to the one that goes on from it. */
  private record Step(String from, Json parent, Json child) {}

  private CompletableFuture<Ruling> modules(
      Ruling ruling, Step step, int left, RequestOptions options) {
    TargetModules before = TargetModules.of(step.parent.get("training_type"));
    TargetModules after = TargetModules.of(step.child.get("training_type"));
    Optional<String> model = Fields.of(step.parent).text("model");
    return api.begin(
            () ->
                before.isUnlike(after)
                    ? TargetModules.all(api, "serving.plan", model, options)
                    : api.done(before))
        .thenCompose(
            all -> {
              Optional<Boolean> same = before.isSame(after, all);
              if (same.isEmpty()) {
                return api.done(inDoubt(ruling, "whether the modules are the same is not known"));
              }
              return same.get()
                  ? follow(ruling, step.parent, left - 1, options)
                  : api.done(changed(step.from, "other modules"));
            });
  }

  private static Ruling changed(String from, String change) {
    return no(
        "the job goes on from "
            + from
            + " with "
            + change
            + ", so that the older adapter was merged into the base and the new one is not served"
            + " serverless");
  }

  private CompletableFuture<Json> job(String id, RequestOptions options) {
    return api.get(
        "serving.plan", api.v1("/fine-tunes/" + Api.path(id)), options, (answer, json) -> json);
  }

  /** What differs between two jobs but their modules; empty if nothing does that matters. */
  private static Optional<String> change(Json parent, Json child) {
    if (!isLora(parent)) {
      return Optional.of("a whole model as its parent");
    }
    if (!isLora(child)) {
      return Optional.of("full training");
    }
    Fields before = Fields.of(parent);
    Fields after = Fields.of(child);
    if (!before.integer("lora_r").equals(after.integer("lora_r"))) {
      return Optional.of("another rank");
    }
    return before.integer("lora_alpha").equals(after.integer("lora_alpha"))
        ? Optional.empty()
        : Optional.of("another alpha");
  }

  private static boolean isLora(Json type) {
    return type.isAbsent()
        || type.get("type").string().filter("lora"::equalsIgnoreCase).isPresent();
  }

  private static Ruling no(String why) {
    return new Ruling(Verdict.NO, why);
  }

  private static Ruling inDoubt(Ruling ruling, String why) {
    return new Ruling(Verdict.UNKNOWN, ruling.reason() + "; " + why);
  }
}
