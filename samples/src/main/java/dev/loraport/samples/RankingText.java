package dev.loraport.samples;

import dev.loraport.Money;
import dev.loraport.catalog.Cost;
import dev.loraport.catalog.DatasetFigures;
import dev.loraport.catalog.DatedCatalog;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.FactAnswer;
import dev.loraport.catalog.Plan;
import dev.loraport.catalog.Ranking;
import dev.loraport.catalog.RefusedModel;
import dev.loraport.catalog.Traffic;
import dev.loraport.catalog.TrainingCost;
import dev.loraport.serving.ServingMode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A ranking for people: a table, the best plan with its arithmetic, and what there is not. */
final class RankingText {
  private static final int NAMED = 3;

  private final Ranking ranking;
  private final DatedCatalog catalog;
  private final WhichOptions options;
  private final Optional<Plan> otherwise;
  private final boolean markdown;
  private final StringBuilder text = new StringBuilder();

  private RankingText(
      Ranking ranking, DatedCatalog catalog, WhichOptions options, Optional<Plan> otherwise) {
    this.ranking = ranking;
    this.catalog = catalog;
    this.options = options;
    this.otherwise = otherwise;
    this.markdown = options.format() == WhichOptions.Format.MARKDOWN;
  }

  /** The text; a plan that other options would give is named where there is none. */
  static String of(
      Ranking ranking, DatedCatalog catalog, WhichOptions options, Optional<Plan> otherwise) {
    RankingText text = new RankingText(ranking, catalog, options, otherwise);
    text.write();
    return text.text.toString();
  }

  private void write() {
    heading("Which model, as of " + ranking.asOf());
    DatasetFigures figures = ranking.figures();
    item(
        String.format(
            Locale.ROOT,
            "data: %,d rows, %s%,d tokens an epoch, the longest row %,d",
            figures.rows(),
            figures.estimated() ? "about " : "",
            figures.tokens(),
            figures.longestRow()));
    Traffic traffic = ranking.traffic();
    item(
        String.format(
            Locale.ROOT,
            "traffic: %,d requests a day of %,d tokens, answers of %,d%s; a dedicated deployment"
                + " runs %d hours a day",
            traffic.requestsPerDay(),
            traffic.inputTokens(),
            traffic.outputTokens(),
            options.assumedTraffic() ? " (assumed)" : "",
            options.constraints().hoursPerDay()));
    item("amounts are US dollars, estimates by prices of the day; the provider's own price wins");
    if (ranking.plans().isEmpty()) {
      line("");
      line("There is no plan.");
      otherwise.ifPresent(plan -> line(withDeployments(plan)));
    } else {
      plans();
      Plan best = ranking.best().orElse(ranking.plans().get(0));
      heading(ranking.best().isPresent() ? "The best plan" : "The best plan, in doubt");
      best.explain().forEach(this::item);
    }
    refused();
    platforms();
  }

  private String withDeployments(Plan plan) {
    List<String> row = row(1, plan);
    return String.format(
        Locale.ROOT,
        "Without --serverless-only the best plan is %s at %s, on %s: %s for the training, %s a month,"
            + " %s with %d months.",
        plan.model(),
        plan.provider(),
        row.get(4),
        row.get(5),
        row.get(6),
        row.get(7),
        options.constraints().months());
  }

  private void plans() {
    heading("Plans");
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "",
            "provider",
            "model",
            "size",
            "served",
            "training",
            "a month",
            "with " + options.constraints().months() + " months",
            "below the one above, because"));
    List<Plan> shown = ranking.plans().stream().limit(options.top()).toList();
    for (int i = 0; i < shown.size(); i++) {
      rows.add(row(i + 1, shown.get(i)));
    }
    text.append(markdown ? Table.markdown(rows) : Table.text(rows));
    if (shown.stream().anyMatch(plan -> !plan.certain())) {
      line("");
      line("? is in doubt, or not known");
    }
    int more = ranking.plans().size() - shown.size();
    if (more > 0) {
      line("");
      line("and " + more + " more plans (--top lists them)");
    }
  }

  private static List<String> row(int rank, Plan plan) {
    return List.of(
        rank + (plan.certain() ? "" : "?"),
        plan.provider(),
        plan.model(),
        plan.parameters().map(size -> size.stripTrailingZeros().toPlainString() + "B").orElse("?"),
        plan.mode() == ServingMode.SERVERLESS
            ? "serverless"
            : plan.hardware().map(machine -> machine.id()).orElse("dedicated"),
        plan.training().map(RankingText::range).orElse("?"),
        plan.servingMonth().map(Cost::amount).map(RankingText::amount).orElse("?"),
        plan.total().map(RankingText::amount).orElse("?"),
        plan.below().orElse(""));
  }

  private static String range(TrainingCost cost) {
    String low = amount(cost.low().amount());
    String high = amount(cost.high().amount());
    return low.equals(high) ? low : low + "-" + high;
  }

  /** An amount to the cent, without the sign of the currency. */
  static String amount(Money amount) {
    BigDecimal rounded = amount.usd().setScale(2, RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%,.2f", rounded);
  }

  private void refused() {
    Map<String, List<RefusedModel>> groups = new LinkedHashMap<>();
    for (RefusedModel model : ranking.refused()) {
      groups
          .computeIfAbsent(
              model.provider() + ": " + model.reason() + cite(model), key -> new ArrayList<>())
          .add(model);
    }
    if (groups.isEmpty()) {
      return;
    }
    heading("No plan for");
    groups.forEach((reason, models) -> item(names(models) + " at " + reason));
  }

  private static String names(List<RefusedModel> models) {
    String names =
        String.join(", ", models.stream().limit(NAMED).map(RefusedModel::model).toList());
    int more = models.size() - NAMED;
    return more > 0 ? names + " and " + more + " more" : names;
  }

  /** Who says so, as far as the reason does not name them. */
  private static String cite(RefusedModel model) {
    String cited =
        model.facts().stream()
            .map(Fact::cite)
            .filter(source -> !model.reason().contains(source))
            .distinct()
            .collect(Collectors.joining("; "));
    return cited.isEmpty() ? "" : " (" + cited + ')';
  }

  private void platforms() {
    heading("Looked at, and not for this");
    for (Map.Entry<String, FactAnswer> platform : catalog.platforms().entrySet()) {
      item(
          platform.getKey()
              + ": "
              + platform
                  .getValue()
                  .fact()
                  .map(Fact::cite)
                  .orElse("no source speaks for " + ranking.asOf()));
    }
  }

  private void heading(String title) {
    if (text.length() > 0) {
      line("");
    }
    line((markdown ? "## " : "") + title);
    if (markdown) {
      line("");
    }
  }

  private void item(String item) {
    line((markdown ? "- " : "  ") + item);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
