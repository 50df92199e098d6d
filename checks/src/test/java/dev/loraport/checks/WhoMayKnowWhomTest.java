package dev.loraport.checks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhoMayKnowWhomTest {
  private static final JavaClasses CLASSES = Sdk.read();

  @Test
  void coreKnowsNobody() {
    noClasses()
        .that(Sdk.core())
        .should()
        .dependOnClassesThat(Sdk.anyProvider().or(Sdk.testkit()).or(Sdk.samples()).or(Sdk.addons()))
        .check(CLASSES);
  }

  @Test
  void anAddOnKnowsCoreOnly() {
    noClasses()
        .that(Sdk.addons())
        .should()
        .dependOnClassesThat(Sdk.anyProvider().or(Sdk.testkit()).or(Sdk.samples()))
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"together", "fireworks", "nebius"})
  void aProviderKnowsCoreOnly(String name) {
    noClasses()
        .that(Sdk.provider(name))
        .should()
        .dependOnClassesThat(
            Sdk.anyProvider()
                .and(not(Sdk.provider(name)))
                .or(Sdk.testkit())
                .or(Sdk.samples())
                .or(Sdk.internal()))
        .check(CLASSES);
  }

  @Test
  void theFakesUseNothingOfTheSdkSoThatASharedMistakeCannotHide() {
    noClasses()
        .that(Sdk.fakes())
        .should()
        .dependOnClassesThat(Sdk.core().or(Sdk.anyProvider()))
        .check(CLASSES);
  }

  @Test
  void theTestkitKnowsNoProvider() {
    noClasses()
        .that(Sdk.testkit())
        .should()
        .dependOnClassesThat(Sdk.anyProvider().or(Sdk.samples()))
        .check(CLASSES);
  }

  @Test
  void nobodyOutsideCoreUsesItsInternals() {
    noClasses().that(not(Sdk.core())).should().dependOnClassesThat(Sdk.internal()).check(CLASSES);
  }
}
