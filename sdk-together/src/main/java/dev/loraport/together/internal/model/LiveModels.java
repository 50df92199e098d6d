package dev.loraport.together.internal.model;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.Facts;
import dev.loraport.error.NotFoundException;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import dev.loraport.model.ModelService.Refreshed;
import dev.loraport.spi.LiveFacts;
import dev.loraport.spi.LiveFacts.Said;
import dev.loraport.together.TogetherFineTuning;
import dev.loraport.together.TogetherLimits;
import dev.loraport.together.internal.wire.Api;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What Together tells about its models today: the list, what can be tuned, and how far. The limits
 * are a call for each model that can be tuned.
 */
final class LiveModels {
  private static final String LORA = "tuning.lora";
  private static final String FULL = "tuning.full";
  // far above the 62 models of 2026
  private static final int MOST_LIMITS = 500;

  private final Api api;
  private final Facts shipped;
  private final TogetherFineTuning.Async tuning;
  private List<String> tunable = List.of();

  LiveModels(Api api, Facts shipped, TogetherFineTuning.Async tuning) {
    this.api = api;
    this.shipped = shipped;
    this.tuning = tuning;
  }

  CompletableFuture<Refreshed> refresh(
      Supplier<CompletableFuture<Page<ModelInfo>>> models, RequestOptions options) {
    return new LiveFacts(api.caller(), shipped)
        .list("GET /v1/models", models, LiveModels::tell)
        .ask(
            "GET /v1/fine-tunes/models/supported",
            () -> tuning.models(options),
            (names, said) -> {
              tunable = names;
              dropped().forEach(name -> closed(name, said));
            })
        .ask(
            "GET /v1/fine-tunes/models/limits",
            () -> limits(0, new ArrayList<>(), options),
            (limits, said) -> limits.forEach(each -> tell(each, said)))
        .merged();
  }

  // being listed does not mean being served, so only the price is told
  private static void tell(ModelInfo model, Said said) {
    LiveFacts.model(model, said);
    model.organization().ifPresent(name -> said.text("model.organization", model.id(), name));
    String modality = model.type().map(LiveModels::modality).orElse("");
    if (!modality.isEmpty()) {
      said.text("model.modality", model.id(), modality);
    }
    if (Set.of("chat", "language", "code").contains(modality)) {
      LiveFacts.prices(model, said);
    }
  }

  private static String modality(String type) {
    return type.equals("transcribe") ? "transcription" : type;
  }

  /** What the shipped facts let be tuned, and the provider does not name any more. */
  private Set<String> dropped() {
    Set<String> known = new LinkedHashSet<>(shipped.subjects(LORA));
    known.addAll(shipped.subjects(FULL));
    known.remove(Fact.ANY);
    tunable.forEach(known::remove);
    return known;
  }

  private static void closed(String model, Said said) {
    said.flag(LORA, model, false);
    said.flag(FULL, model, false);
  }

  // one after the other: the provider limits how many calls may come in a minute
  private CompletableFuture<List<TogetherLimits>> limits(
      int next, List<TogetherLimits> into, RequestOptions options) {
    if (next >= Math.min(tunable.size(), MOST_LIMITS)) {
      return api.done(into);
    }
    return api.follow(limit(tunable.get(next), options))
        .thenCompose(
            found -> {
              found.ifPresent(into::add);
              return limits(next + 1, into, options);
            });
  }

  // a name that is listed and not known there says nothing
  private CompletableFuture<Optional<TogetherLimits>> limit(String model, RequestOptions options) {
    return api.follow(tuning.limits(model, options).thenApply(Optional::of))
        .exceptionallyCompose(
            failure ->
                failure instanceof NotFoundException
                    ? api.done(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  private static void tell(TogetherLimits limits, Said said) {
    String model = limits.model();
    said.flag(LORA, model, limits.lora().isPresent());
    said.flag(FULL, model, limits.full().isPresent());
    limits.lora().ifPresent(batch -> batches(LORA, model, batch, said));
    limits.full().ifPresent(batch -> batches(FULL, model, batch, said));
    limits.lora().ifPresent(x -> sequences(LORA, model, limits, said));
    limits.full().ifPresent(x -> sequences(FULL, model, limits, said));
    number(LORA + ".rank.max", model, limits.maxRank(), "rank", said);
    number(LORA + ".epochs.max", model, limits.maxEpochs(), "epochs", said);
  }

  private static void batches(String kind, String model, TogetherLimits.Batch batch, Said said) {
    said.say(kind + ".batch.min", model, Json.of(batch.min()), "examples");
    said.say(kind + ".batch.max.sft", model, Json.of(batch.sft()), "examples");
    said.say(kind + ".batch.max.dpo", model, Json.of(batch.dpo()), "examples");
  }

  private static void sequences(String kind, String model, TogetherLimits limits, Said said) {
    number(kind + ".context.sft", model, limits.maxSequenceSft(), "tokens", said);
    number(kind + ".context.dpo", model, limits.maxSequenceDpo(), "tokens", said);
  }

  private static void number(
      String topic, String model, OptionalInt number, String unit, Said said) {
    if (number.isPresent()) {
      said.say(topic, model, Json.of(number.getAsInt()), unit);
    }
  }
}
