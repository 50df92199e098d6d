package dev.loraport.samples;

import dev.loraport.billing.Billable;
import dev.loraport.billing.BillableGap;
import dev.loraport.billing.BillableKind;
import dev.loraport.billing.BillablePrice;
import dev.loraport.billing.BillableReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A {@link BillableReport} as a table for a terminal. */
final class RunningTable {
  private static final List<String> HEAD =
      List.of("provider", "what", "id", "name", "state", "age", "price", "to end it");

  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();

  private RunningTable() {}

  static String of(BillableReport report) {
    return new RunningTable().print(report);
  }

  private String print(BillableReport report) {
    rows.add(HEAD);
    report.items().forEach(item -> rows.add(row(item, report)));
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(line(row)).append('\n');
    }
    text.append('\n').append(totals(report)).append('\n');
    for (int i = 0; i < sources.size(); i++) {
      text.append('[').append(i + 1).append("] ").append(sources.get(i)).append('\n');
    }
    for (BillableGap gap : report.gaps()) {
      if (!gap.lacking()) {
        text.append("NOT LISTED: ")
            .append(gap.provider())
            .append(' ')
            .append(many(gap.kind()))
            .append(", which may cost money: ")
            .append(gap.reason())
            .append('\n');
      }
    }
    return text.toString();
  }

  private List<String> row(Billable item, BillableReport report) {
    return List.of(
        item.provider(),
        word(item.kind()),
        item.id(),
        item.name().orElse("-"),
        item.state(),
        item.age(report.at()).map(RunningTable::age).orElse("-"),
        item.price().map(this::price).orElse(item.runs() ? "not known" : "-"),
        word(item.end().way()));
  }

  private String price(BillablePrice price) {
    if (!sources.contains(price.source())) {
      sources.add(price.source());
    }
    String per =
        switch (price.per()) {
          case HOUR -> " an hour";
          case MONTH -> " a month";
          case TOTAL -> " in all";
        };
    int note = sources.indexOf(price.source()) + 1;
    return Describe.money(price.amount()) + per + " [" + note + "]";
  }

  private static String totals(BillableReport report) {
    int unpriced = report.unpriced().size();
    long unread = report.gaps().stream().filter(gap -> !gap.lacking()).count();
    return (unread == 0
            ? "In all "
            : "NOT ALL IS KNOWN (lists that failed: " + unread + "). At least ")
        + '$'
        + RankingText.amount(report.hourly())
        + " an hour, which is $"
        + RankingText.amount(report.monthly())
        + " a month of 730 hours if it goes on like this"
        + (unpriced == 0 ? "" : "; without " + unpriced + " that run at a price not known")
        + ". Prices are estimates.";
  }

  static String age(Duration age) {
    long days = age.toDays();
    if (days > 0) {
      return days + " d " + age.toHoursPart() + " h";
    }
    return age.toHours() > 0
        ? age.toHours() + " h " + age.toMinutesPart() + " min"
        : age.toMinutes() + " min";
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      int column = i;
      int width = rows.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
      line.append(String.format(Locale.ROOT, "%-" + width + "s", row.get(i))).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private static String many(BillableKind kind) {
    return word(kind) + (kind == BillableKind.BATCH ? "es" : "s");
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
