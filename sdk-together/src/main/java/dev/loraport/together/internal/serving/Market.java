package dev.loraport.together.internal.serving;

import dev.loraport.Money;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.json.Json;
import dev.loraport.serving.Hardware;
import dev.loraport.spi.Fields;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Passable;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What can be deployed today, on which machines, at which price: asked of the provider. */
final class Market {
  private static final List<String> NAMES = List.of("name", "id", "baseModel", "baseModelId");
  private static final List<String> PROFILE_NAMES = List.of("modelName", "model");

  private final Api api;
  private final ServingRules rules;

  Market(Api api, ServingRules rules) {
    this.api = api;
    this.rules = rules;
  }

  /** The machines with their prices. */
  CompletableFuture<Page<Hardware>> machines(RequestOptions options) {
    return api.pages(
        "serving.hardware",
        api.v2("/public/inference-instance-types"),
        OptionalInt.empty(),
        options,
        Machines::read);
  }

  /** The machines, or none if they can't be had: a price that is not known is no failure. */
  CompletableFuture<List<Hardware>> machinesIfKnown(RequestOptions options) {
    return api.follow(api.all(machines(options)))
        .exceptionallyCompose(
            failure ->
                Passable.is(failure)
                    ? api.done(List.of())
                    : CompletableFuture.failedFuture(failure));
  }

  /** What machines cost: by the provider where it can be had, else by the dated facts. */
  CompletableFuture<Tariff> tariff(RequestOptions options) {
    return machinesIfKnown(options).thenApply(machines -> new Tariff(machines, rules));
  }

  /**
   * The ways to deploy a base model.
   *
   * @param offers those with a price first, the cheapest first
   * @param names what the provider lists that can be deployed, as it writes it
   */
  record Listed(List<Offer> offers, Set<String> names) {}

  /** The ways to deploy a base model, whatever the case of its letters. */
  CompletableFuture<Listed> offers(String baseModel, RequestOptions options) {
    URI supported = URI.create(api.v2("/supported-models") + "?product=PRODUCT_DEDICATED");
    return api.follow(api.all("serving.plan", supported, options, (answer, json) -> json))
        .thenCompose(
            models ->
                machinesIfKnown(options)
                    .thenApply(
                        machines ->
                            new Listed(offers(models, machines, baseModel), names(models))));
  }

  private List<Offer> offers(List<Json> models, List<Hardware> machines, String baseModel) {
    return models.stream()
        .flatMap(model -> profiles(model, baseModel))
        .filter(profile -> Fields.of(profile).text("config").isPresent())
        .map(profile -> offer(profile, machines))
        .sorted(
            Comparator.comparing((Offer offer) -> offer.hardware().hourlyPrice().isEmpty())
                .thenComparing(offer -> offer.hardware().hourlyPrice().orElse(Money.ZERO)))
        .toList();
  }

  private static Set<String> names(List<Json> models) {
    Set<String> names = new LinkedHashSet<>();
    for (Json model : models) {
      NAMES.forEach(field -> model.get(field).string().ifPresent(names::add));
      for (Json profile : model.get("deploymentProfiles").elements()) {
        PROFILE_NAMES.forEach(field -> profile.get(field).string().ifPresent(names::add));
      }
    }
    return names;
  }

  // A model may be listed under its own name while its profiles are named by what they run.
  private static Stream<Json> profiles(Json model, String baseModel) {
    boolean named = NAMES.stream().anyMatch(field -> is(model, field, baseModel));
    return model.get("deploymentProfiles").elements().stream()
        .filter(
            profile ->
                named || PROFILE_NAMES.stream().anyMatch(field -> is(profile, field, baseModel)));
  }

  private static boolean is(Json object, String field, String text) {
    return object.get(field).string().filter(text::equalsIgnoreCase).isPresent();
  }

  private Offer offer(Json profile, List<Hardware> machines) {
    Fields fields = Fields.of(profile);
    String type = fields.text("gpuType").orElse("unknown");
    OptionalInt count = fields.count("gpuCount");
    String label = Machines.label(count.orElse(1), type);
    Optional<Hardware> live = Machines.find(machines, label);
    if (live.isPresent() && live.get().hourlyPrice().isPresent()) {
      return new Offer(fields.text("config").orElse(""), live.get(), true);
    }
    Hardware machine =
        new Hardware(
            live.map(Hardware::id).orElse(label),
            live.map(Hardware::gpuType).orElse(Optional.of(type)),
            count,
            live.map(Hardware::gpuMemoryGib).orElse(OptionalInt.empty()),
            rules.gpuPrice(type).map(price -> price.times(BigDecimal.valueOf(count.orElse(1)))),
            live.map(Hardware::regions).orElse(List.of()),
            live.map(Hardware::extra).orElse(Map.of()));
    return new Offer(fields.text("config").orElse(""), machine, false);
  }
}
