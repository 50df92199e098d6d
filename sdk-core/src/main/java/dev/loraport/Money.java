package dev.loraport;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** An amount of US dollars, exact. */
public final class Money implements Comparable<Money> {
  /** Nothing. */
  public static final Money ZERO = new Money(BigDecimal.ZERO);

  private final BigDecimal usd;

  private Money(BigDecimal usd) {
    this.usd = usd;
  }

  /**
   * That many dollars.
   *
   * @throws IllegalArgumentException if the amount has an exponent beyond ±1000, which is no amount
   *     and would fill the heap once it is written out
   */
  @JsonCreator
  public static Money usd(BigDecimal dollars) {
    if (Math.abs((long) dollars.scale()) > 1_000) {
      throw new IllegalArgumentException(dollars + " is no amount of dollars");
    }
    return new Money(dollars);
  }

  /**
   * That many dollars, such as {@code "3.99"}.
   *
   * @throws NumberFormatException if the text is no decimal number
   * @throws IllegalArgumentException if it has an exponent beyond ±1000
   */
  public static Money usd(String dollars) {
    BigDecimal amount;
    try {
      amount = new BigDecimal(dollars);
    } catch (NumberFormatException e) {
      NumberFormatException named =
          new NumberFormatException(
              '"' + dollars + "\" is no amount of dollars; write it as \"3.99\"");
      named.initCause(e);
      throw named;
    }
    return usd(amount);
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

  /**
   * The amount for people, with two to six decimals, or four digits where they are further behind:
   * {@code $3.99}, {@code $0.00018}. {@link #usd()} is exact.
   */
  @Override
  public String toString() {
    int digits = Math.max(4, usd.precision() - usd.scale() + 6);
    BigDecimal plain = usd.round(new MathContext(digits)).stripTrailingZeros();
    return (plain.signum() < 0 ? "-$" : "$")
        + (plain.scale() < 2 ? plain.setScale(2) : plain).abs().toPlainString();
  }
}
