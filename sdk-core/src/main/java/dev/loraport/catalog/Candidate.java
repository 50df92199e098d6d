package dev.loraport.catalog;

import dev.loraport.Money;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingPreference;
import dev.loraport.tuning.TuningMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One base at one provider: the plans that it makes possible, or why there is none. */
final class Candidate {
  private final DatedCatalog catalog;
  private final CatalogModel model;
  private final String provider;
  private final Constraints wanted;
  private final Traffic traffic;
  private final Requirements requirements;
  private final Recipes recipes;
  private final List<Plan> plans = new ArrayList<>();
  private final DatasetFigures figures;
  private Optional<RefusedModel> refusal = Optional.empty();

  Candidate(DatedCatalog catalog, CatalogModel model, DatasetFigures figures, Constraints wanted) {
    this.catalog = catalog;
    this.model = model;
    this.provider = model.provider();
    this.wanted = wanted;
    this.traffic = wanted.traffic();
    this.figures = figures;
    this.requirements = new Requirements(catalog, model, wanted, figures);
    this.recipes = new Recipes(catalog, model, wanted, figures);
    look();
  }

  /** The plans, one a mode at the most. */
  List<Plan> plans() {
    return plans;
  }

  /** Why there is no plan. */
  Optional<RefusedModel> refusal() {
    return refusal;
  }

  private void look() {
    TuningMethod method = wanted.method();
    FactAnswer tuning = catalog.canTune(provider, model.name(), method);
    if (!tuning.isNo() && !catalog.isTuningBase(provider, model.name())) {
      refuse("no source names it among the models to tune on " + catalog.day(), Optional.empty());
      return;
    }
    if (!tuning.isYes()) {
      refuse(
          tuning.isNo()
              ? "no LoRA by " + method
              : "no source says whether a LoRA can be trained by "
                  + method
                  + " on "
                  + catalog.day(),
          tuning.fact());
      return;
    }
    Optional<RefusedModel> unmet = requirements.unmet();
    if (unmet.isPresent()) {
      refusal = unmet;
      return;
    }
    Optional<TrainingCost> training = training(method);
    Money budget = wanted.trainingBudget().orElse(null);
    if (budget != null && training.isPresent()) {
      Cost likely = training.get().likely();
      if (likely.amount().isMoreThan(budget)) {
        refuse(
            "training costs about "
                + Costs.rounded(likely.amount())
                + ", over the budget of "
                + budget,
            likely.prices());
        return;
      }
    }
    serve(tuning, training);
  }

  private Optional<TrainingCost> training(TuningMethod method) {
    FactAnswer price = catalog.trainingPrice(provider, model.name(), method);
    Optional<Fact> minimum = Costs.price(catalog.minimumCharge(provider, model.name()));
    long tokens =
        catalog.ask(provider, "training.billed.unrolled", model.name()).isYes()
            ? figures.unrolledTokens()
            : figures.tokens();
    int least = recipes.epochs(wanted.minEpochs());
    int likely = recipes.likelyEpochs();
    int most = recipes.epochs(wanted.maxEpochs());
    return Costs.price(price)
        .map(
            fact ->
                new TrainingCost(
                    Costs.training(tokens, least, fact, minimum),
                    Costs.training(tokens, likely, fact, minimum),
                    Costs.training(tokens, most, fact, minimum)));
  }

  private void serve(FactAnswer tuning, Optional<TrainingCost> training) {
    FactAnswer serverless = catalog.serverlessLora(provider, model.name());
    FactAnswer dedicated = catalog.dedicatedLora(provider, model.name());
    Optional<Machine> machine = Machine.of(catalog, model);
    Optional<Fact> input = Costs.price(catalog.inputPrice(provider, model.name()));
    Optional<Fact> output = Costs.price(catalog.outputPrice(provider, model.name()));
    Optional<BreakEven> breakEven =
        serverless.isNo()
                || dedicated.isNo()
                || machine.isEmpty()
                || input.isEmpty()
                || output.isEmpty()
            ? Optional.empty()
            : Costs.breakEven(
                traffic, input.get(), output.get(), wanted.hoursPerDay(), machine.get());
    boolean mayServerless = wanted.serving() != ServingPreference.DEDICATED_ONLY;
    boolean mayDedicated = wanted.serving() != ServingPreference.SERVERLESS_ONLY;
    String why = "";
    Optional<RefusedModel> elsewhere = Optional.empty();
    if (mayServerless && !serverless.isNo()) {
      why = requirements.tooSlow(catalog.serverlessName(provider, model.name()));
      elsewhere = requirements.elsewhere(ServingMode.SERVERLESS);
      if (why.isEmpty() && elsewhere.isEmpty()) {
        Optional<Cost> month =
            input.isEmpty() || output.isEmpty()
                ? Optional.empty()
                : Optional.of(Costs.serverlessMonth(traffic, input.get(), output.get()));
        add(
            ServingMode.SERVERLESS,
            tuning,
            serverless,
            training,
            month,
            breakEven,
            Optional.empty());
      }
    }
    if (mayDedicated && !dedicated.isNo()) {
      Optional<RefusedModel> there = requirements.elsewhere(ServingMode.DEDICATED);
      if (there.isEmpty()) {
        Optional<Cost> month =
            machine.flatMap(found -> Costs.dedicatedMonth(wanted.hoursPerDay(), found));
        add(ServingMode.DEDICATED, tuning, dedicated, training, month, breakEven, machine);
      }
      elsewhere = elsewhere.or(() -> there);
    }
    if (plans.isEmpty() && why.isEmpty() && elsewhere.isPresent()) {
      refusal = elsewhere;
    } else if (plans.isEmpty()) {
      List<Fact> facts = new ArrayList<>();
      serverless.fact().or(dedicated::fact).ifPresent(facts::add);
      if (why.isEmpty() && !mayDedicated && !dedicated.isNo()) {
        machine.flatMap(Machine::said).ifPresent(facts::add);
        machine.flatMap(Machine::price).ifPresent(facts::add);
      }
      refuse(why.isEmpty() ? notServed(serverless, dedicated, machine) : why, facts);
    }
  }

  private String notServed(FactAnswer serverless, FactAnswer dedicated, Optional<Machine> machine) {
    String on = machine.map(found -> ": " + found.cited()).orElse("");
    return switch (wanted.serving()) {
      case SERVERLESS_ONLY ->
          dedicated.isNo()
              ? "an adapter of it is served neither serverless nor dedicated"
              : (dedicated.isYes() ? "dedicated only" : "not serverless, perhaps dedicated") + on;
      case DEDICATED_ONLY ->
          serverless.isYes() ? "serverless only" : "no dedicated deployment of an adapter";
      case SERVERLESS_OR_DEDICATED -> "an adapter of it is served neither serverless nor dedicated";
    };
  }

  private void add(
      ServingMode mode,
      FactAnswer tuning,
      FactAnswer serving,
      Optional<TrainingCost> training,
      Optional<Cost> month,
      Optional<BreakEven> breakEven,
      Optional<Machine> machine) {
    boolean serverless = mode == ServingMode.SERVERLESS;
    String servedAs =
        serverless
            ? catalog.serverlessName(provider, model.name())
            : catalog.dedicatedName(provider, model.name());
    Risks risks = new Risks(catalog.day(), wanted.staleAfter());
    requirements.tell(mode, risks);
    if (!serving.isYes()) {
      risks.doubt(
          "no source says whether an adapter is served "
              + (serverless ? "serverless" : "on a dedicated deployment")
              + " on "
              + catalog.day()
              + serving.fact().map(fact -> " (" + fact.cite() + ")").orElse(""));
    }
    if (serverless) {
      requirements.coldStart(servedAs, risks);
    } else {
      deployment(machine, servedAs, risks);
    }
    Money budget = wanted.trainingBudget().orElse(null);
    if (training.isEmpty() && budget != null) {
      risks.doubt("no source has a price for training, so the budget can't be checked");
    } else if (training.isEmpty()) {
      risks.add("no source has a price for training it on " + catalog.day());
    } else {
      TrainingCost costs = training.get();
      if (budget != null && costs.high().amount().isMoreThan(budget)) {
        risks.add(
            "with "
                + wanted.maxEpochs()
                + " epochs training costs "
                + Costs.rounded(costs.high().amount())
                + ", over the budget of "
                + budget);
      }
      costs.likely().prices().forEach(fact -> risks.date("training price", fact));
    }
    if (month.isEmpty() && serverless) {
      risks.add("no source has a price for its tokens on " + catalog.day());
    }
    month.ifPresent(cost -> cost.prices().forEach(fact -> risks.date("serving price", fact)));
    tuning.fact().ifPresent(fact -> risks.date("what can be tuned", fact));
    serving.fact().ifPresent(fact -> risks.date("how it is served", fact));
    plans.add(
        new Plan(
            provider,
            model.name(),
            servedAs,
            model.parameters(),
            model.modality(),
            mode,
            risks.certain(),
            machine.map(Machine::hardware),
            machine.flatMap(Machine::said),
            recipes.recipe(),
            training,
            month,
            wanted.months(),
            Costs.total(training.map(cost -> cost.likely().amount()), month, wanted.months()),
            breakEven,
            risks.lines(),
            Optional.empty()));
  }

  private void deployment(Optional<Machine> machine, String servedAs, Risks risks) {
    if (machine.isEmpty()) {
      risks.add("no source says which GPUs it takes, or what they cost");
    } else if (machine.get().isEstimated()) {
      risks.add(Machine.ESTIMATE);
    } else if (machine.get().price().isEmpty()) {
      risks.add("no source has a price for its GPUs on " + catalog.day());
    }
    machine.flatMap(Machine::said).ifPresent(fact -> risks.date("which GPUs it takes", fact));
    requirements.readiness(servedAs, risks);
  }

  private void refuse(String reason, Optional<Fact> fact) {
    refuse(reason, fact.map(List::of).orElseGet(List::of));
  }

  private void refuse(String reason, List<Fact> facts) {
    refusal = Optional.of(new RefusedModel(provider, model.name(), reason, facts));
  }
}
