package dev.loraport;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An amount of US dollars, exact. */
public final class Money implements Comparable<Money> {
  /** Nothing. */
  public static final Money ZERO = new Money(BigDecimal.ZERO);

  private final BigDecimal usd;

  private Money(BigDecimal usd) {
    this.usd = usd;
  }

  /** That many dollars. */
  @JsonCreator
  public static Money usd(BigDecimal dollars) {
    return new Money(Objects.requireNonNull(dollars, "dollars"));
  }

  /**
   * That many dollars, such as {@code "3.99"}.
   *
   * @throws NumberFormatException if the text is no decimal number
   */
  public static Money usd(String dollars) {
    return new Money(new BigDecimal(dollars));
  }

  /** The amount in dollars. */
  @JsonValue
  public BigDecimal usd() {
    return usd;
  }

  /** This amount and the other. */
  public Money plus(Money other) {
    return new Money(usd.add(other.usd));
  }

  /** This amount so many times. */
  public Money times(BigDecimal factor) {
    return new Money(usd.multiply(factor));
  }

  /** This amount divided, to 12 decimals. */
  public Money dividedBy(BigDecimal divisor) {
    return new Money(usd.divide(divisor, 12, RoundingMode.HALF_EVEN).stripTrailingZeros());
  }

  /** Whether this is more than the other. */
  public boolean isMoreThan(Money other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Money other) {
    return usd.compareTo(other.usd);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Money money && money.usd.compareTo(usd) == 0;
  }

  @Override
  public int hashCode() {
    return usd.stripTrailingZeros().hashCode();
  }

  /** The amount with at least two decimals: {@code $3.99}, {@code $0.00018}. */
  @Override
  public String toString() {
    BigDecimal plain = usd.stripTrailingZeros();
    return (plain.signum() < 0 ? "-$" : "$")
        + (plain.scale() < 2 ? plain.setScale(2) : plain).abs().toPlainString();
  }
}
