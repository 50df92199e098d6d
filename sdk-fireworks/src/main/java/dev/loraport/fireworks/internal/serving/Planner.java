package dev.loraport.fireworks.internal.serving;

import dev.loraport.RequestOptions;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.Verdict;
import dev.loraport.fireworks.internal.serving.ServingRules.Ruling;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingPreference;
import dev.loraport.spi.ServingPlans;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Decides how a model would be served, and says so before anything is trained or paid. */
final class Planner {
  private static final String DOWNLOAD =
      "download the adapter and serve it elsewhere, such as vLLM or another provider";
  private static final String UNSIZED =
      "; no preset for this model is listed, so that one GPU of the cheapest type is assumed, which"
          + " may be too small for it";
  private static final String CHOOSE =
      "name hardware that holds the model, such as %s; see serving().hardware()";
  private static final Duration SHORTEST_IDLE = Duration.ofMinutes(5);

  private final Api api;
  private final ServingRules rules;
  private final Market market;
  private final Fit fit;

  Planner(Api api, ServingRules rules, Market market) {
    this.api = api;
    this.rules = rules;
    this.market = market;
    this.fit = new Fit(rules, market);
  }

  /** A plan, and the hardware that it would take. */
  record Choice(ServingPlan plan, Optional<Offer> offer) {}

  CompletableFuture<Choice> choose(
      String baseModel, ServingOptions serving, RequestOptions options) {
    Ruling serverless = rules.serverless();
    Ruling dedicated = rules.dedicated();
    boolean mayDedicate = serving.preference() != ServingPreference.SERVERLESS_ONLY;
    boolean mayShare = serving.preference() != ServingPreference.DEDICATED_ONLY;
    boolean canDedicate = mayDedicate && dedicated.verdict() == Verdict.YES;
    boolean sure = serverless.verdict() == Verdict.YES;
    if (mayShare && (sure || (serverless.verdict() == Verdict.UNKNOWN && !canDedicate))) {
      return api.done(shared(serverless, sure));
    }
    String before = mayShare ? serverless.reason() + "; " : "";
    if (canDedicate) {
      checkIdle(serving);
      return api.follow(market.offer(baseModel, serving, options))
          .thenApply(offer -> dedicated(baseModel, before + dedicated.reason(), serving, offer));
    }
    boolean other = !mayDedicate && dedicated.verdict() == Verdict.YES;
    String reason =
        mayDedicate
            ? before + dedicated.reason()
            : serverless.reason()
                + (other ? market.told(baseModel).map(this::needs).orElse("") : "");
    String way = other ? "allow a dedicated deployment: ServingOptions.dedicated()" : DOWNLOAD;
    return api.done(none(reason, List.of(way)));
  }

  private static void checkIdle(ServingOptions serving) {
    serving
        .idleTimeout()
        .filter(idle -> idle.compareTo(SHORTEST_IDLE) < 0)
        .ifPresent(
            idle -> {
              throw new IllegalArgumentException(
                  "idleTimeout must be 5 minutes or more at Fireworks (as of July 2026), not "
                      + idle);
            });
  }

  private static Choice shared(Ruling ruling, boolean sure) {
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

  private Choice dedicated(
      String baseModel, String reason, ServingOptions serving, Optional<Offer> found) {
    if (found.isEmpty()) {
      String why =
          serving
              .hardware()
              .map(
                  name ->
                      "\""
                          + name
                          + "\" is no GPU such as NVIDIA_H100_80GB or 2xNVIDIA_H100_80GB, and no"
                          + " deployment shape of the provider's list")
              .orElse("no preset for this model and no price of any GPU is known");
      return none(why, List.of("take a name from serving().hardware()"));
    }
    Offer offer = found.get();
    Hardware hardware = offer.hardware();
    Optional<String> tooDear = ServingPlans.tooDear(hardware, serving);
    if (tooDear.isPresent()) {
      return none(
          tooDear.get(),
          List.of("raise maxHourlyCost", "other hardware or fewer replicas", DOWNLOAD));
    }
    Optional<String> doubt = offer.chosen() ? fit.tooSmall(baseModel, offer) : Optional.of(UNSIZED);
    ServingPlan plan =
        new ServingPlan(
            ServingMode.DEDICATED,
            doubt.isEmpty(),
            reason
                + "; "
                + way(serving)
                + " on "
                + hardware.id()
                + told(offer)
                + price(offer)
                + doubt.orElse(""),
            Optional.of(hardware),
            offer.hourly(serving.minReplicas()),
            doubt.isEmpty() ? List.of() : List.of(choose(baseModel)));
    return new Choice(plan, found);
  }

  private String choose(String baseModel) {
    return CHOOSE.formatted(
        market.told(baseModel).map(told -> told.hardware().id()).orElse("4xNVIDIA_H100_80GB"));
  }

  private static String way(ServingOptions serving) {
    return serving.hotLoad().orElse(false)
        ? "the base model is deployed and the adapter loaded onto it"
        : "the adapter is deployed merged into its base model";
  }

  // what it would be, where it may not be
  private String needs(Offer offer) {
    return "; a dedicated deployment of it takes "
        + offer.hardware().id()
        + told(offer)
        + offer.hardware().hourlyPrice().map(usd -> ", " + usd + " an hour").orElse("")
        + price(offer);
  }

  private static String told(Offer offer) {
    return offer.told().map(gpus -> " (" + gpus.fact().cite() + ")").orElse("");
  }

  private String price(Offer offer) {
    String cite =
        offer
            .told()
            .flatMap(ToldGpus::hourly)
            .map(Fact::cite)
            .or(() -> offer.hardware().gpuType().map(rules::citePrice))
            .orElse("");
    return cite.isEmpty()
        ? ", whose price is not known"
        : ", whose price is an estimate by dated facts (" + cite + ")";
  }

  private static Choice none(String reason, List<String> alternatives) {
    return new Choice(ServingPlans.none(reason, alternatives), Optional.empty());
  }
}
