package dev.loraport.catalog;

import dev.loraport.Money;
import dev.loraport.dataset.CheckReport;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ranks the ways to tune a LoRA on a data set and to serve it, by dated facts alone: no key, no
 * client, no network.
 *
 * <p>First come the plans that are certain, before those with a question that no source answers;
 * then those with a price, before those without; then the cheaper, by the likely cost of training
 * and some {@linkplain Constraints#months() months} of serving, or by a month of serving where
 * training has no price; among equals a base that is made for chat, then the larger one, then the
 * name of the provider and of the model. A model for which there is no plan is refused with the
 * reason.
 */
public final class Planner {
  private static final Comparator<Plan> ORDER =
      Comparator.comparing((Plan plan) -> !plan.certain())
          .thenComparing(plan -> plan.total().isEmpty())
          .thenComparing(plan -> plan.total().orElse(Money.ZERO))
          .thenComparing(plan -> plan.total().isEmpty() && plan.servingMonth().isEmpty())
          .thenComparing(plan -> monthAlone(plan).orElse(Money.ZERO))
          .thenComparing(plan -> !isForChat(plan))
          .thenComparing(
              plan -> plan.parameters().orElse(BigDecimal.ZERO), Comparator.reverseOrder())
          .thenComparing(Plan::provider)
          .thenComparing(Plan::model)
          .thenComparing(Plan::mode);
  private static final BigDecimal NOTEWORTHY = new BigDecimal("1.05");

  private Planner() {}

  /**
   * Ranks for a file that was checked, by all facts at hand.
   *
   * @throws IllegalArgumentException if the file has no rows, or a constraint names a provider of
   *     which nothing is known
   */
  public static Ranking rank(CheckReport report, Constraints constraints) {
    return rank(Catalog.load(), DatasetFigures.of(report), constraints);
  }

  /**
   * Ranks for a file of which only the figures are known.
   *
   * @throws IllegalArgumentException if a constraint names a provider of which nothing is known
   */
  public static Ranking rank(DatasetFigures figures, Constraints constraints) {
    return rank(Catalog.load(), figures, constraints);
  }

  /**
   * Ranks by the facts of a catalog.
   *
   * @throws IllegalArgumentException if a constraint names a provider of which nothing is known
   */
  public static Ranking rank(Catalog catalog, DatasetFigures figures, Constraints constraints) {
    DatedCatalog day = catalog.asOf(constraints.asOf());
    Set<String> providers = new LinkedHashSet<>(day.providers());
    if (!constraints.providers().isEmpty()) {
      for (String asked : constraints.providers()) {
        day.facts(asked); // an unknown one is refused
      }
      providers.retainAll(constraints.providers());
    }
    List<Plan> plans = new ArrayList<>();
    List<RefusedModel> refused = new ArrayList<>();
    for (String provider : providers) {
      for (String model : day.tuningBases(provider)) {
        Candidate candidate = new Candidate(day, day.model(provider, model), figures, constraints);
        plans.addAll(candidate.plans());
        candidate.refusal().ifPresent(refused::add);
      }
    }
    plans.sort(ORDER);
    refused.sort(Comparator.comparing(RefusedModel::provider).thenComparing(RefusedModel::model));
    return new Ranking(day.day(), figures, constraints.traffic(), compared(plans), refused);
  }

  private static List<Plan> compared(List<Plan> plans) {
    List<Plan> compared = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      Plan plan = plans.get(i);
      compared.add(i == 0 ? plan : plan.below(Optional.of(why(plans.get(i - 1), plan))));
    }
    return compared;
  }

  private static String why(Plan above, Plan plan) {
    if (above.certain() && !plan.certain()) {
      return "it is in doubt, the one above is not";
    }
    Money before = above.total().orElse(null);
    Money after = plan.total().orElse(null);
    if (before != null && after == null) {
      return "its cost is not known";
    }
    if (before != null && after != null && after.isMoreThan(before)) {
      return dearer(before, after, " with " + Costs.count(plan.months(), "month") + " of serving");
    }
    return before == null ? whyWithoutTotal(above, plan) : "the same cost, and " + tie(above, plan);
  }

  private static String whyWithoutTotal(Plan above, Plan plan) {
    Money before = monthAlone(above).orElse(null);
    Money after = monthAlone(plan).orElse(null);
    if (before == null) {
      return tie(above, plan);
    }
    if (after == null) {
      return "the cost of its serving is not known";
    }
    return after.isMoreThan(before)
        ? dearer(before, after, " a month of serving, training apart")
        : "the same cost of a month, and " + tie(above, plan);
  }

  /** What a month of serving costs, where training and so the whole has no price. */
  private static Optional<Money> monthAlone(Plan plan) {
    return plan.total().isPresent() ? Optional.empty() : plan.servingMonth().map(Cost::amount);
  }

  private static String tie(Plan above, Plan plan) {
    if (isForChat(above) && !isForChat(plan)) {
      return "the base is made for " + plan.modality().orElse("something that nobody says");
    }
    BigDecimal size = above.parameters().orElse(null);
    if (size != null && plan.parameters().isEmpty()) {
      return "its size is not known";
    }
    boolean smaller = size != null && size.compareTo(plan.parameters().orElse(BigDecimal.ZERO)) > 0;
    return smaller ? "a smaller model" : "later by name";
  }

  private static boolean isForChat(Plan plan) {
    return plan.modality().filter("chat"::equals).isPresent();
  }

  private static String dearer(Money before, Money after, String over) {
    if (before.usd().signum() > 0) {
      BigDecimal times = after.usd().divide(before.usd(), 4, RoundingMode.HALF_UP);
      if (times.compareTo(NOTEWORTHY) >= 0) {
        int scale = times.compareTo(BigDecimal.TEN) < 0 ? 1 : 0;
        BigDecimal shown = times.setScale(scale, RoundingMode.HALF_UP);
        if (shown.compareTo(BigDecimal.ONE) > 0) {
          return "costs " + shown + " times as much" + over;
        }
      }
    }
    Money more = Money.usd(after.usd().subtract(before.usd()));
    return "costs " + Costs.rounded(more) + " more" + over;
  }
}
