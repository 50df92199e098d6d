package dev.loraport.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.ProviderClient;
import dev.loraport.testkit.FakeAlpha;
import dev.loraport.testkit.FakeClock;
import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.Fault;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a test fails for, and what it is told then. */
class StrictnessTest {
  private static final String JOURNAL = "journal of fake together";

  @Test
  void aCallInAWrongFormFailsTheTestAndShowsTheJournal() {
    Launch launch = Launch.of(WrongCall.class);
    assertThat(launch.failure())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 problem with the calls")
        .hasMessageContaining("together: ")
        .hasMessageContaining("/v1/no-such-route");
    assertThat(launch.reported(JOURNAL))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("GET /v1/no-such-route -> 404"));
  }

  @FakeProviders("together")
  static class WrongCall {
    @Test
    void test(ToyClient.Together client) {
      assertThat(client.get("/no-such-route")).isEqualTo(404);
    }
  }

  @Test
  void aFaultThatNoCallMetFailsTheTest() {
    assertThat(Launch.of(UnusedFault.class).failure())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no call met the fault")
        .hasMessageContaining("GET /v1/models");
  }

  @FakeProviders("together")
  static class UnusedFault {
    @Test
    void test(FakeTogether fake) {
      fake.faults().on("GET /v1/models").next(Fault.status(500));
    }
  }

  @Test
  void aLenientTestPasses() {
    Launch launch = Launch.of(Lenient.class, LenientField.class).succeeded(2);
    assertThat(launch.reported(JOURNAL)).isEmpty();
  }

  @FakeProviders(value = "together", strict = false)
  static class Lenient {
    @Test
    void test(FakeTogether fake, ToyClient.Together client) {
      assertThat(client.get("/no-such-route")).isEqualTo(404);
      fake.faults().on("GET /v1/models").next(Fault.status(500));
    }
  }

  static class LenientField {
    @RegisterExtension
    final LoraportExtension fakes =
        LoraportExtension.builder().providers("together").lenient().build();

    @Test
    void test(ToyClient.Together client) {
      assertThat(client.get("/no-such-route")).isEqualTo(404);
    }
  }

  @Test
  void theFailureOfTheTestItselfComesFirst() {
    Launch launch = Launch.of(OwnFailure.class);
    assertThat(launch.failure())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the test's own")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .singleElement()
                    .satisfies(e -> assertThat(e).hasMessageContaining("/v1/no-such-route")));
    assertThat(launch.reported(JOURNAL)).hasSize(1);
  }

  @FakeProviders("together")
  static class OwnFailure {
    @Test
    void test(ToyClient.Together client) {
      assertThat(client.get("/no-such-route")).isEqualTo(404);
      throw new IllegalStateException("the test's own");
    }
  }

  @Test
  void anAbortedTestStaysAborted() {
    Launch launch = Launch.of(Aborted.class);
    assertThat(launch.aborted()).isEqualTo(1);
    assertThat(launch.failures())
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessageContaining("not today"));
  }

  @FakeProviders("together")
  static class Aborted {
    @Test
    void test(FakeTogether fake) {
      fake.faults().on("GET /v1/models").next(Fault.status(500));
      Assumptions.abort("not today");
    }
  }

  @Test
  void aFailedDynamicTestShowsTheJournal() {
    assertThat(Launch.of(Dynamic.class).reported(JOURNAL))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("GET /v1/models -> 200"));
  }

  @FakeProviders("together")
  static class Dynamic {
    @TestFactory
    Stream<DynamicTest> factory(ToyClient.Together client) {
      return Stream.of(
          DynamicTest.dynamicTest(
              "fails",
              () -> {
                client.get("/models");
                throw new IllegalStateException("the test's own");
              }));
    }
  }

  @Test
  void clientsAndFakesAreClosedAlsoAfterAFailure() {
    Launch launch = Launch.of(Closing.class);
    assertThat(launch.failure()).hasMessage("the test's own");
    assertThat(launch.reported("client closed")).containsExactly("true");
    assertThat(launch.reported("fake closed")).containsExactly("true");
  }

  @FakeProviders("together")
  static class Closing {
    private static final java.util.concurrent.atomic.AtomicReference<ToyClient.Together> CLIENT =
        new java.util.concurrent.atomic.AtomicReference<>();

    @Test
    void test(ToyClient.Together client) {
      CLIENT.set(client);
      throw new IllegalStateException("the test's own");
    }

    @AfterAll
    static void look(org.junit.jupiter.api.TestReporter reporter) {
      ToyClient.Together client = Objects.requireNonNull(CLIENT.get());
      reporter.publishEntry("client closed", Boolean.toString(client.isClosed()));
      boolean refused = false;
      try {
        client.get("/models");
      } catch (java.io.UncheckedIOException e) {
        refused = true;
      }
      reporter.publishEntry("fake closed", Boolean.toString(refused));
    }
  }

  @Test
  void aProblemInASharedFakeOutsideOfTestsFailsTheClass() {
    assertThat(Launch.of(SharedAfterAll.class).failure()).hasMessageContaining("/v1/no-such-route");
  }

  @FakeProviders(value = "together", scope = FakeScope.CLASS)
  static class SharedAfterAll {
    @Test
    void test(ToyClient.Together client) {
      assertThat(client.get("/models")).isEqualTo(200);
    }

    @AfterAll
    static void end(ToyClient.Together client) {
      client.get("/no-such-route");
    }
  }

  @Test
  void aTypeThatCanMeanTwoFakesIsRefusedByName() {
    assertThat(Launch.of(Ambiguous.class).failures())
        .hasSize(2)
        .allSatisfy(e -> assertThat(e).isInstanceOf(ParameterResolutionException.class))
        .allSatisfy(
            e -> assertThat(e).hasMessageContaining("the fake of alpha or the fake of together"))
        .anySatisfy(e -> assertThat(e).hasMessageContaining("parameter FakeClock of clock("))
        .anySatisfy(e -> assertThat(e).hasMessageContaining("parameter ProviderClient of client("));
  }

  @FakeProviders({"together", "alpha"})
  static class Ambiguous {
    @Test
    void clock(FakeClock clock, FakeAlpha alpha, FakeTogether together) {}

    @Test
    void client(ProviderClient client) {}
  }

  @Test
  void aMissingClientIsToldWithItsArtifact() {
    assertThat(Launch.of(NoClient.class).failure())
        .hasMessageContaining("there is no client for \"orphan\" on the class path")
        .hasMessageContaining("add the artifact dev.loraport:sdk-orphan");
  }

  @FakeProviders("orphan")
  static class NoClient {
    @Test
    void test(ProviderClient client) {}
  }

  @Test
  void whatCanNotBeGivenIsRefusedWithAReason() {
    assertThat(Launch.of(NoFake.class).failure()).hasMessageContaining("no fake of \"nobody\"");
    assertThat(Launch.of(OtherFake.class).failure())
        .hasMessageContaining("\"alpha\" is not among the providers of @FakeProviders [together]");
    assertThat(Launch.of(OtherClient.class).failure())
        .hasMessageContaining("which is no " + ToyClient.Alpha.class.getName());
    assertThat(Launch.of(UnknownFake.class).failure())
        .hasMessageContaining(
            "no fake is registered that is a " + UnregisteredFake.class.getName());
    assertThat(Launch.of(BadDay.class).failure())
        .hasMessageContaining("\"yesterday\") is no day: write it as 2026-02-13");
    assertThat(Launch.of(PerMethodBeforeAll.class).failure())
        .hasMessageContaining("@FakeProviders(scope = FakeScope.CLASS)");
  }

  @FakeProviders("nobody")
  static class NoFake {
    @Test
    void test(FakeProvider fake) {}
  }

  @FakeProviders("together")
  static class OtherFake {
    @Test
    void test(FakeAlpha fake) {}
  }

  @FakeProviders("together")
  static class OtherClient {
    @Test
    void test(ToyClient.Alpha client) {}
  }

  interface UnregisteredFake extends FakeProvider {}

  @FakeProviders
  static class UnknownFake {
    @Test
    void test(UnregisteredFake fake) {}
  }

  @FakeProviders(value = "together", asOf = "yesterday")
  static class BadDay {
    @Test
    void test(FakeTogether fake) {}
  }

  @FakeProviders("together")
  static class PerMethodBeforeAll {
    @BeforeAll
    static void start(FakeTogether fake) {}

    @Test
    void test() {}
  }

  @Test
  void aTypeThatIsClaimedTwiceIsRefused() {
    assertThat(Launch.of(ClaimedTwice.class).failure())
        .isInstanceOf(ParameterResolutionException.class)
        .hasMessageContaining("FakeClock");
  }

  static class ClaimedTwice {
    @RegisterExtension
    static final LoraportExtension ALPHA = LoraportExtension.builder().providers("alpha").build();

    @RegisterExtension
    static final LoraportExtension TOGETHER =
        LoraportExtension.builder().providers("together").build();

    @Test
    void test(FakeClock clock) {}
  }
}
