package dev.loraport.together.internal.serving;

import dev.loraport.Money;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Verdict;
import dev.loraport.error.ApiException;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingPreference;
import dev.loraport.spi.ServingPlans;
import dev.loraport.together.internal.serving.ServingRules.Ruling;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Passable;
import dev.loraport.tuning.TuningResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Decides how a model would be served. A way that is in doubt is tried where there is no other, and
 * never relied on.
 */
final class Planner {
  private static final String DOWNLOAD =
      "download the adapter and serve it elsewhere, such as vLLM or another provider";

  private static final List<String> NO_PROFILE =
      List.of("tune a base model that the list has", DOWNLOAD);

  /** How many machines a refusal names at the most. */
  private static final int MACHINES = 8;

  private final Api api;
  private final ServingRules rules;
  private final Market market;
  private final Lineage lineage;

  Planner(Api api, ServingRules rules, Market market) {
    this.api = api;
    this.rules = rules;
    this.market = market;
    this.lineage = new Lineage(api);
  }

  /** A plan, and the offer that it would take. */
  record Choice(ServingPlan plan, Optional<Offer> offer) {}

  /** How any adapter of a base would be served. */
  CompletableFuture<Choice> choose(
      String baseModel, ServingOptions serving, RequestOptions options) {
    return choose(baseModel, rules.serverless(baseModel, Optional.empty()), serving, options);
  }

  /** How what a job has left behind would be served. */
  CompletableFuture<Choice> choose(
      TuningResult result, ServingOptions serving, RequestOptions options) {
    Ruling ruling = rules.serverless(result.baseModel(), result.trainedAt());
    if (serving.preference() == ServingPreference.DEDICATED_ONLY) {
      return choose(result.baseModel(), ruling, serving, options);
    }
    return api.follow(lineage.rule(ruling, result, options))
        .thenCompose(own -> choose(result.baseModel(), own, serving, options));
  }

  private CompletableFuture<Choice> choose(
      String baseModel, Ruling serverless, ServingOptions serving, RequestOptions options) {
    Ruling dedicated = rules.dedicated();
    ServingPreference preference = serving.preference();
    boolean mayDedicate = preference != ServingPreference.SERVERLESS_ONLY;
    boolean canDedicate = mayDedicate && dedicated.verdict() == Verdict.YES;
    if (preference != ServingPreference.DEDICATED_ONLY) {
      boolean sure = serverless.verdict() == Verdict.YES;
      if (sure || (serverless.verdict() == Verdict.UNKNOWN && !canDedicate)) {
        return api.done(serverless(serverless, sure));
      }
    }
    if (canDedicate) {
      return dedicated(baseModel, serving, options);
    }
    boolean also = preference == ServingPreference.SERVERLESS_OR_DEDICATED;
    String reason =
        mayDedicate
            ? (also ? serverless.reason() + "; " : "") + dedicated.reason()
            : serverless.reason();
    String way =
        mayDedicate || dedicated.verdict() != Verdict.YES
            ? DOWNLOAD
            : "allow a dedicated deployment: ServingOptions.dedicated()";
    return api.done(none(reason, List.of(way)));
  }

  private static Choice serverless(Ruling ruling, boolean sure) {
    ServingPlan plan =
        new ServingPlan(
            ServingMode.SERVERLESS,
            sure,
            ruling.reason() + (sure ? "" : "; it is tried with one token"),
            Optional.empty(),
            Optional.empty(),
            sure ? List.of() : List.of(DOWNLOAD));
    return new Choice(plan, Optional.empty());
  }

  private CompletableFuture<Choice> dedicated(
      String baseModel, ServingOptions serving, RequestOptions options) {
    if (serving.minReplicas() == 0) {
      return api.done(
          none(
              "Together refuses a deployment that may scale to zero (as of August 2026)",
              List.of("minReplicas(1), without an idleTimeout")));
    }
    if (serving.hotLoad().orElse(false)) {
      return api.done(
          none(
              "Together does not say (as of August 2026) by which name a loaded adapter is asked",
              List.of("leave hotLoad out: the adapter gets a deployment of its own")));
    }
    return api.follow(market.offers(baseModel, options))
        .thenApply(listed -> dedicated(baseModel, serving, listed))
        .exceptionallyCompose(
            failure ->
                Passable.is(failure)
                    ? api.done(inDoubt(failure))
                    : CompletableFuture.failedFuture(failure));
  }

  private Choice dedicated(String baseModel, ServingOptions serving, Market.Listed listed) {
    Optional<String> unnamed = rules.unnamed(baseModel, listed.names());
    if (unnamed.isEmpty()) {
      return dedicated(baseModel, serving, listed.offers());
    }
    return listed.offers().isEmpty()
        ? inDoubt(none("", NO_PROFILE), unnamed.get())
        : inDoubt(dedicated(baseModel, serving, listed.offers()), "; " + unnamed.get());
  }

  /** A plan for a base that may be mistyped is no promise. */
  private static Choice inDoubt(Choice choice, String why) {
    ServingPlan plan = choice.plan();
    return new Choice(
        new ServingPlan(
            plan.mode(),
            false,
            plan.reason() + why,
            plan.hardware(),
            plan.hourlyCost(),
            plan.alternatives().isEmpty() ? List.of(DOWNLOAD) : plan.alternatives()),
        choice.offer());
  }

  private Choice dedicated(String baseModel, ServingOptions serving, List<Offer> offers) {
    if (offers.isEmpty()) {
      return none(
          baseModel
              + " can't be deployed: the provider's list of "
              + rules.day()
              + " has no deployment profile for it"
              + (baseModel.endsWith("-Reference") ? "; -Reference variants often have none" : ""),
          NO_PROFILE);
    }
    Optional<String> name = serving.hardware();
    return offers.stream()
        .filter(offer -> name.map(asked -> Machines.isNamed(offer.hardware(), asked)).orElse(true))
        .findFirst()
        .map(offer -> dedicated(serving, offer))
        .orElseGet(() -> notOn(name.orElse(""), baseModel, offers));
  }

  private Choice notOn(String hardware, String baseModel, List<Offer> offers) {
    List<String> machines =
        offers.stream().map(offer -> offer.hardware().id()).distinct().limit(MACHINES).toList();
    return none(
        "hardware "
            + hardware
            + " is none of the machines that the provider's list of "
            + rules.day()
            + " has for "
            + baseModel
            + ": "
            + String.join(", ", machines),
        List.of(
            "hardware(\"" + machines.get(0) + "\"), or none: then the cheapest is taken",
            DOWNLOAD));
  }

  private Choice dedicated(ServingOptions serving, Offer offer) {
    Optional<Money> hourly = offer.hourly(serving.minReplicas());
    ServingPlan plan =
        new ServingPlan(
            ServingMode.DEDICATED,
            true,
            rules.dedicated().reason()
                + (offer.live()
                    ? "; the price is the provider's own"
                    : "; the price is an estimate by dated facts"),
            Optional.of(offer.hardware()),
            hourly,
            List.of());
    Optional<String> tooDear = ServingPlans.tooDear(offer.hardware(), serving);
    return tooDear
        .map(why -> none(why, List.of("raise maxHourlyCost", "fewer replicas", DOWNLOAD)))
        .orElse(new Choice(plan, Optional.of(offer)));
  }

  private Choice inDoubt(Throwable failure) {
    String what =
        failure instanceof ApiException refused
            ? "status " + refused.status()
            : failure.getClass().getSimpleName();
    return new Choice(
        new ServingPlan(
            ServingMode.DEDICATED,
            false,
            rules.dedicated().reason()
                + "; whether this model can be deployed, and its price, could not be asked ("
                + what
                + ")",
            Optional.empty(),
            Optional.empty(),
            List.of(DOWNLOAD)),
        Optional.empty());
  }

  private static Choice none(String reason, List<String> alternatives) {
    return new Choice(ServingPlans.none(reason, alternatives), Optional.empty());
  }
}
