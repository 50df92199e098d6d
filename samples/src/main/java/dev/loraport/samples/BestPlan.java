package dev.loraport.samples;

import dev.loraport.Money;
import dev.loraport.catalog.Constraints;
import dev.loraport.catalog.DatasetFigures;
import dev.loraport.catalog.Plan;
import dev.loraport.catalog.Planner;
import dev.loraport.catalog.Ranking;
import dev.loraport.catalog.Recipe;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingPreference;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** What the planner takes for {@code --plan best}, before anything is sent. */
final class BestPlan {
  private static final int REASONS = 4;

  private BestPlan() {}

  /** The options with provider and model of the best plan, where they ask for it. */
  static Options choose(Options options, PrintStream out) throws Options.BadArgument {
    if (!options.bestPlan()) {
      return options;
    }
    Ranking ranking = rank(options);
    Plan plan =
        ranking.plans().stream()
            .filter(candidate -> isOf(candidate.model(), options))
            .filter(candidate -> candidate.certain() || options.evenInDoubt())
            .filter(candidate -> isCheapEnough(candidate, options))
            .findFirst()
            .orElseThrow(() -> refusal(options, ranking));
    out.println(
        "  best plan "
            + plan.model()
            + " at "
            + plan.provider()
            + ", "
            + (plan.mode() == ServingMode.SERVERLESS
                ? "serverless"
                : plan.hardware().map(Hardware::id).orElse("dedicated"))
            + plan.total()
                .map(total -> ", about $" + RankingText.amount(total) + span(plan))
                .orElse(""));
    out.println("  recipe    " + recipe(plan.recipe(), options));
    plan.risks().forEach(risk -> out.println("            " + risk));
    return options.with(plan);
  }

  /** What the total of a plan is for. */
  static String span(Plan plan) {
    return " for "
        + Describe.count(plan.recipe().epochs(), "epoch")
        + " and "
        + Describe.count(plan.months(), "month")
        + " of serving";
  }

  private static String recipe(Recipe recipe, Options options) {
    return recipe.method()
        + ", rank "
        + recipe.rank()
        + limited(recipe.rank(), options.rank())
        + ", epochs "
        + recipe.epochs()
        + limited(recipe.epochs(), options.epochs())
        + (recipe.batchSize().isPresent() ? ", batch " + recipe.batchSize().getAsInt() : "");
  }

  private static String limited(int taken, int asked) {
    return taken < asked ? " (the most of this base; " + asked + " was asked for)" : "";
  }

  private static Ranking rank(Options options) throws Options.BadArgument {
    Constraints.Builder constraints =
        Constraints.builder()
            .minEpochs(options.epochs())
            .maxEpochs(options.epochs())
            .rank(options.rank());
    options.asOf().ifPresent(constraints::asOf);
    if (options.serverlessOnly()) {
      constraints.serving(ServingPreference.SERVERLESS_ONLY);
    }
    if (!options.anyProvider()) {
      constraints.addProviders(options.provider());
    }
    try (TrainingData data = TrainingData.of(options.data().orElse(null))) {
      DatasetFigures figures = WhichModel.figures(data.file());
      return Planner.rank(figures, constraints.build());
    } catch (IllegalArgumentException e) {
      throw new Options.BadArgument(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isOf(String model, Options options) {
    return options.model().map(model::equals).orElse(true);
  }

  private static boolean isCheapEnough(Plan plan, Options options) {
    Optional<Money> hourly = plan.hardware().flatMap(Hardware::hourlyPrice);
    return options.maxHourlyCost().isEmpty()
        || plan.mode() == ServingMode.SERVERLESS
        || (hourly.isPresent()
            && !hourly.get().isMoreThan(Money.usd(options.maxHourlyCost().get())));
  }

  private static ServingRefusedException refusal(Options options, Ranking ranking) {
    List<String> reasons =
        ranking.refused().stream()
            .filter(model -> isOf(model.model(), options))
            .map(model -> model.model() + " at " + model.provider() + ": " + model.reason())
            .limit(REASONS)
            .toList();
    List<Plan> plans =
        ranking.plans().stream().filter(plan -> isOf(plan.model(), options)).toList();
    long dear = plans.stream().filter(plan -> !isCheapEnough(plan, options)).count();
    long doubt =
        plans.stream().filter(plan -> !plan.certain() && isCheapEnough(plan, options)).count();
    String none =
        "no plan within these options as of "
            + ranking.asOf()
            + (dear == 0 ? "" : "; over --max-hourly, or without a price: " + dear)
            + (doubt == 0 ? "" : "; in doubt (--even-in-doubt takes them): " + doubt)
            + (reasons.isEmpty() ? "" : "; refused, such as " + String.join("; ", reasons));
    return new ServingRefusedException(
        options.provider(),
        "nothing was uploaded: " + none,
        new ServingPlan(
            ServingMode.NONE,
            true,
            none,
            Optional.empty(),
            Optional.empty(),
            List.of("samples/which-model shows what there is")));
  }
}
