package dev.loraport.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.Journal;
import org.junit.jupiter.api.Test;

/** The fake of Nebius as a parameter of a test. */
@FakeProviders(value = "nebius", asOf = "2025-12-11")
class NebiusInjectionTest {
  @Test
  void isFoundByItsTypeAndAsTheOnlyFake(FakeNebius fake, FakeProvider only, Journal journal) {
    assertThat(only).isSameAs(fake);
    assertThat(journal).isSameAs(fake.journal());
    assertThat(fake.asProperties())
        .containsEntry("loraport.nebius.base-url", fake.baseUrl())
        .containsEntry("loraport.nebius.as-of", "2025-12-11");
    assertThat(fake.properties())
        .containsEntry("NEBIUS_BASE_URL", fake.baseUrl())
        .containsEntry("NEBIUS_API_KEY", fake.apiKey());
  }
}
