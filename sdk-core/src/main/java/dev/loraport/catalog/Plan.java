package dev.loraport.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.loraport.Money;
import dev.loraport.internal.json.Parts;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.ServingMode;
import dev.loraport.tuning.PriceEstimate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One way to tune and serve: where, what, how, for how much, and what speaks against it. All
 * amounts are estimates by dated facts; a provider's own estimate replaces that of training, see
 * {@link #withEstimate}.
 *
 * @param provider the provider
 * @param model the base, by the provider's name for tuning it
 * @param servedAs the base, by the provider's name for serving its adapters
 * @param parameters parameters in billions, all experts together; absent where nobody says
 * @param modality what the base is made for, such as {@code chat}; absent where nobody says
 * @param mode serverless or dedicated
 * @param certain whether a source answers each question with yes; else a risk says what is in doubt
 * @param hardware the machine of a dedicated plan
 * @param hardwareBy the fact that names the machine; absent where it is estimated, or nobody says
 * @param recipe how to train
 * @param training what training costs; absent where no price is known
 * @param servingMonth what a month of serving costs; a month is a twelfth of 365 days
 * @param months over how many months of serving {@code total} goes
 * @param total training, by its likely figure, and the months of serving
 * @param breakEven where serverless and dedicated cost the same; absent where one of the two is not
 *     offered, or has no known price
 * @param risks what speaks against it, a line each
 * @param below why it ranks below the plan above it; absent for the first
 */
public record Plan(
    String provider,
    String model,
    String servedAs,
    Optional<BigDecimal> parameters,
    Optional<String> modality,
    ServingMode mode,
    @JsonProperty(required = true) boolean certain,
    Optional<Hardware> hardware,
    Optional<Fact> hardwareBy,
    Recipe recipe,
    Optional<TrainingCost> training,
    Optional<Cost> servingMonth,
    int months,
    Optional<Money> total,
    Optional<BreakEven> breakEven,
    List<String> risks,
    Optional<String> below) {
  public Plan {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(servedAs, "servedAs");
    parameters = Parts.optional(parameters);
    modality = Parts.optional(modality);
    Objects.requireNonNull(mode, "mode");
    hardware = Parts.optional(hardware);
    hardwareBy = Parts.optional(hardwareBy);
    Objects.requireNonNull(recipe, "recipe");
    training = Parts.optional(training);
    servingMonth = Parts.optional(servingMonth);
    total = Parts.optional(total);
    breakEven = Parts.optional(breakEven);
    risks = Parts.list(risks);
    below = Parts.optional(below);
  }

  /**
   * This plan with the provider's own estimate of training in place of the dated price, such as
   * {@code client.jobs().estimate(recipe.spec(model, file).build())} gives; this plan where the
   * provider gave no price. Together gives one only after the upload. Plans are not ranked anew.
   *
   * @param estimate for the epochs of {@link #recipe()}
   */
  public Plan withEstimate(PriceEstimate estimate) {
    Money price = estimate.total().orElse(null);
    if (price == null) {
      return this;
    }
    Cost cost =
        new Cost(
            price,
            List.of(
                "the provider's own estimate for "
                    + Costs.count(recipe.epochs(), "epoch")
                    + " = "
                    + price),
            List.of());
    return copy(
        Optional.of(new TrainingCost(cost, cost, cost)),
        Costs.total(Optional.of(price), servingMonth, months),
        below);
  }

  /** What the plan says, for people: the way, the arithmetic of each amount, its risks. */
  public List<String> explain() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "tune "
            + model
            + " at "
            + provider
            + " by LoRA, "
            + recipe.method()
            + ", rank "
            + recipe.rank()
            + ", "
            + Costs.count(recipe.epochs(), "epoch")
            + (recipe.batchSize().isPresent() ? ", batch " + recipe.batchSize().getAsInt() : ""));
    if (training.isPresent()) {
      lines.addAll(lines("training, low: ", training.get().low()));
      lines.addAll(lines("training, likely: ", training.get().likely()));
      lines.addAll(lines("training, high: ", training.get().high()));
      lines.addAll(sources(training.get().likely().prices()));
    } else {
      lines.add("training: no source has a price");
    }
    lines.add(
        "serve it "
            + (mode == ServingMode.SERVERLESS
                ? "serverless as " + servedAs
                : "on a dedicated deployment of "
                    + servedAs
                    + hardware.map(machine -> ", " + machine.id()).orElse("")));
    hardwareBy.ifPresent(fact -> lines.add("  which GPUs it takes: " + fact.cite()));
    if (servingMonth.isPresent()) {
      lines.addAll(lines("a month: ", servingMonth.get()));
      lines.addAll(sources(servingMonth.get().prices()));
    } else {
      lines.add("a month: no source has a price");
    }
    total.ifPresent(
        amount ->
            lines.add(
                "training and " + Costs.count(months, "month") + ": " + Costs.rounded(amount)));
    if (breakEven.isPresent()) {
      lines.add("break-even: " + breakEven.get().arithmetic());
      List<Fact> told = servingMonth.map(Cost::prices).orElse(List.of());
      lines.addAll(
          sources(breakEven.get().prices().stream().filter(fact -> !told.contains(fact)).toList()));
    }
    risks.forEach(risk -> lines.add("risk: " + risk));
    below.ifPresent(reason -> lines.add("below the one before: " + reason));
    return lines;
  }

  private static List<String> lines(String what, Cost cost) {
    return cost.arithmetic().stream().map(line -> what + line).toList();
  }

  private static List<String> sources(List<Fact> prices) {
    return prices.stream()
        .map(fact -> "  price of " + fact.subject() + ": " + fact.cite())
        .distinct()
        .toList();
  }

  Plan below(Optional<String> reason) {
    return copy(training, total, reason);
  }

  private Plan copy(
      Optional<TrainingCost> otherTraining, Optional<Money> otherTotal, Optional<String> reason) {
    return new Plan(
        provider,
        model,
        servedAs,
        parameters,
        modality,
        mode,
        certain,
        hardware,
        hardwareBy,
        recipe,
        otherTraining,
        servingMonth,
        months,
        otherTotal,
        breakEven,
        risks,
        reason);
  }
}
