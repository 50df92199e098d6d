package dev.loraport.billing;

import dev.loraport.Money;
import dev.loraport.internal.json.Parts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What was found at the providers.
 *
 * @param items what is there, by provider and kind, in the order of the providers' lists
 * @param gaps what could not be listed; see {@link #complete()}
 * @param at when it was looked at
 */
public record BillableReport(List<Billable> items, List<BillableGap> gaps, Instant at) {
  /** Hours of a month: those of a year by twelve. */
  public static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);

  public BillableReport {
    items = Parts.list(items);
    gaps = Parts.list(gaps);
    Objects.requireNonNull(at, "at");
  }

  /** Whether every list was read to its end, so that nothing else is there. */
  public boolean complete() {
    return gaps.stream().allMatch(BillableGap::lacking);
  }

  /** US dollars an hour for all that is billed by the hour and whose price is known. */
  public Money hourly() {
    return sum(BillablePrice.Per.HOUR);
  }

  /**
   * US dollars a month if all goes on as it is: {@link #hourly()} for {@link #HOURS_A_MONTH}, and
   * what is billed by the month. The prices of jobs are not in it.
   */
  public Money monthly() {
    return hourly().times(HOURS_A_MONTH).plus(sum(BillablePrice.Per.MONTH));
  }

  /** What runs and has no price that is known: the sums are without it. */
  public List<Billable> unpriced() {
    return items.stream().filter(item -> item.runs() && item.price().isEmpty()).toList();
  }

  private Money sum(BillablePrice.Per per) {
    return items.stream()
        .flatMap(item -> item.price().stream())
        .filter(price -> price.per() == per)
        .map(BillablePrice::amount)
        .reduce(Money.ZERO, Money::plus);
  }
}
