package dev.loraport.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.Journal;
import org.junit.jupiter.api.Test;

/** The fake of Fireworks as a parameter of a test. */
@FakeProviders(value = "fireworks", asOf = "2026-10-10")
class FireworksInjectionTest {
  @Test
  void isFoundByItsTypeAndAsTheOnlyFake(FakeFireworks fake, FakeProvider only, Journal journal) {
    assertThat(only).isSameAs(fake);
    assertThat(journal).isSameAs(fake.journal());
    assertThat(fake.asProperties())
        .containsEntry("loraport.fireworks.base-url", fake.baseUrl())
        .containsEntry("loraport.fireworks.as-of", "2026-10-10")
        .containsEntry("loraport.fireworks.account-id", fake.accountId());
    assertThat(fake.properties()).containsEntry("FIREWORKS_ACCOUNT_ID", fake.accountId());
  }
}
