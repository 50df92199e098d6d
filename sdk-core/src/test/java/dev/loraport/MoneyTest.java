package dev.loraport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.json.Json;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
  @ParameterizedTest
  @CsvSource({
    "3.99, $3.99",
    "3.9, $3.90",
    "0, $0.00",
    "100, $100.00",
    "1e3, $1000.00",
    "0.00018, $0.00018",
    "0.00065519990000000001, $0.0006552",
    "0.000000012345, $0.00000001235",
    "-1234.56789012, -$1234.56789",
    "-2.5, -$2.50"
  })
  void anAmountIsRoundedForPeopleAndHasAtLeastTwoDecimals(String amount, String text) {
    assertThat(Money.usd(amount)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$5", "", "1,000"})
  void aTextThatIsNoAmountIsNamed(String text) {
    assertThatExceptionOfType(NumberFormatException.class)
        .isThrownBy(() -> Money.usd(text))
        .withMessage('"' + text + "\" is no amount of dollars; write it as \"3.99\"");
  }

  @Test
  void sumsAndProductsAreExact() {
    Money price = Money.usd("0.1").plus(Money.usd("0.2"));

    assertThat(price).isEqualTo(Money.usd("0.30")).hasSameHashCodeAs(Money.usd("0.30"));
    assertThat(price.times(new BigDecimal("3"))).isEqualTo(Money.usd("0.9"));
    assertThat(Money.usd("1").dividedBy(new BigDecimal("3")))
        .isEqualTo(Money.usd("0.333333333333"))
        .hasToString("$0.333333");
    assertThat(price.isMoreThan(Money.ZERO)).isTrue();
    assertThat(Money.ZERO.isMoreThan(price)).isFalse();
    assertThat(Json.read(Json.write(price), Money.class)).isEqualTo(price);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e2147483647", "1e1001", "-1e-1001"})
  void anExponentThatWouldFillTheHeapIsRefused(String amount) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Money.usd(amount))
        .withMessageContaining("no amount of dollars");
  }
}
