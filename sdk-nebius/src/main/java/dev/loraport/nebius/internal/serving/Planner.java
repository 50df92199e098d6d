package dev.loraport.nebius.internal.serving;

import dev.loraport.catalog.Verdict;
import dev.loraport.nebius.internal.wire.Era;
import dev.loraport.nebius.internal.wire.Era.Ruling;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingPreference;
import dev.loraport.spi.ServingPlans;
import java.util.List;
import java.util.Optional;

/** Says how an adapter would be served, by dated facts alone: Nebius is not asked. */
final class Planner {
  private final Era era;

  Planner(Era era) {
    this.era = era;
  }

  ServingPlan plan(String baseModel, boolean adapter, ServingOptions serving) {
    if (!adapter) {
      return none(
          "a model that was tuned whole is served only by the beta of custom weights on dedicated"
              + " endpoints (Nebius documentation, read 2026-09-29)");
    }
    Ruling serverless = era.serverless(baseModel);
    boolean mayBeServerless = serving.preference() != ServingPreference.DEDICATED_ONLY;
    if (mayBeServerless && serverless.verdict() != Verdict.NO) {
      boolean sure = serverless.verdict() == Verdict.YES;
      return new ServingPlan(
          ServingMode.SERVERLESS,
          sure,
          serverless.reason() + (sure ? "" : "; it is tried"),
          Optional.empty(),
          Optional.empty(),
          sure ? List.of() : Era.waysOut());
    }
    String dedicated = era.dedicated().reason();
    return none(
        switch (serving.preference()) {
          case SERVERLESS_ONLY -> serverless.reason();
          case SERVERLESS_OR_DEDICATED -> serverless.reason() + "; " + dedicated;
          case DEDICATED_ONLY -> dedicated;
        });
  }

  private static ServingPlan none(String reason) {
    return ServingPlans.none(reason, Era.waysOut());
  }
}
