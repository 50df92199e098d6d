package dev.loraport.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.ProviderClient;
import dev.loraport.testkit.FakeAlpha;
import dev.loraport.testkit.FakeClock;
import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.Faults;
import dev.loraport.testkit.Journal;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test gets, and for how long. */
class InjectionTest {
  @Test
  void everyPartBelongsToTheSameFake() {
    Launch.of(Parts.class).succeeded(1);
  }

  @FakeProviders("together")
  static class Parts {
    @Test
    void parts(
        FakeTogether fake,
        FakeProvider neutral,
        ToyClient.Together typed,
        ProviderClient client,
        FakeClock clock,
        Faults faults,
        Journal journal) {
      assertThat(neutral).isSameAs(fake);
      assertThat(client).isSameAs(typed);
      assertThat(clock).isSameAs(fake.clock());
      assertThat(faults).isSameAs(fake.faults());
      assertThat(journal).isSameAs(fake.journal());
      assertThat(typed.config().baseUrl()).contains(URI.create(fake.baseUrl()));
      assertThat(typed.config().apiKeySupplier().orElseThrow().get()).isEqualTo(fake.apiKey());
      assertThat(typed.config().asOf()).contains(fake.asOf());
      assertThat(typed.get("/models")).isEqualTo(200);
      assertThat(journal.count("GET /v1/models")).isEqualTo(1);
    }
  }

  @Test
  void theClientDoesNotWaitUnlessTheClockIsTheOneOnTheWall() {
    Launch.of(Clocks.class).succeeded(3);
  }

  static class Clocks {
    @Test
    @FakeProviders("together")
    void auto(ToyClient.Together client, FakeClock clock) {
      assertThat(clock.mode()).isEqualTo(FakeClock.Mode.AUTO);
      assertThat(pause(client, Duration.ofHours(1))).isTrue();
    }

    @Test
    @FakeProviders(value = "together", clock = FakeClock.Mode.MANUAL)
    void manual(ToyClient.Together client, FakeClock clock) {
      assertThat(clock.mode()).isEqualTo(FakeClock.Mode.MANUAL);
      assertThat(pause(client, Duration.ofHours(1))).isTrue();
      clock.advance(Duration.ofHours(6));
      assertThat(client.config().clock().instant()).isEqualTo(clock.now());
    }

    @Test
    @FakeProviders(value = "together", clock = FakeClock.Mode.REAL)
    void real(ToyClient.Together client) {
      assertThat(pause(client, Duration.ofHours(1))).isFalse();
    }

    private static boolean pause(ToyClient client, Duration pause) {
      return client.config().delayer().orElseThrow().delay(pause).isDone();
    }
  }

  @Test
  void constructorsAndLifeCycleMethodsGetTheFakeOfTheirTest() {
    Launch launch = Launch.of(LifeCycle.class).succeeded(7);
    assertThat(launch.reported("key")).hasSize(6);
  }

  @FakeProviders("together")
  static class LifeCycle {
    private final FakeTogether mine;

    LifeCycle(FakeTogether fake) {
      mine = fake;
    }

    @BeforeEach
    void before(FakeTogether fake) {
      assertThat(fake).isSameAs(mine);
      assertThat(fake.journal().calls()).isEmpty();
    }

    @AfterEach
    void after(FakeTogether fake, ToyClient.Together client, TestReporter reporter) {
      assertThat(fake).isSameAs(mine);
      assertThat(client.isClosed()).isFalse();
      reporter.publishEntry("key", fake.url());
    }

    @Test
    void test(FakeTogether fake, ToyClient.Together client) {
      assertThat(fake).isSameAs(mine);
      assertThat(client.get("/models")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/models", "/files"})
    void parameterized(String path, FakeTogether fake, ToyClient.Together client) {
      assertThat(fake).isSameAs(mine);
      assertThat(client.get(path)).isEqualTo(200);
    }

    @RepeatedTest(2)
    void repeated(FakeTogether fake) {
      assertThat(fake).isSameAs(mine);
    }

    @TestFactory
    Stream<DynamicTest> factory(FakeTogether fake, ToyClient.Together client) {
      return Stream.of("/models", "/files")
          .map(
              path ->
                  DynamicTest.dynamicTest(
                      path,
                      () -> {
                        assertThat(fake).isSameAs(mine);
                        assertThat(client.get(path)).isEqualTo(200);
                      }));
    }
  }

  @Test
  void nestedClassesSeeTheFakesOfTheOuterOne() {
    Launch.of(Outer.class).succeeded(3);
  }

  @FakeProviders(value = "together", asOf = "2026-02-13")
  static class Outer {
    private final FakeTogether outer;

    Outer(FakeTogether fake) {
      outer = fake;
    }

    @Nested
    class Inner {
      @Test
      void sees(FakeTogether fake) {
        assertThat(fake).isSameAs(outer);
        assertThat(fake.asOf()).isEqualTo(LocalDate.of(2026, 2, 13));
      }

      @Test
      @FakeProviders(value = "together", asOf = "2026-08-01")
      void theNearestAnnotationCounts(FakeTogether fake) {
        assertThat(fake.asOf()).isEqualTo(LocalDate.of(2026, 8, 1));
      }

      @Nested
      class Innermost {
        @Test
        void sees(FakeTogether fake) {
          assertThat(fake).isSameAs(outer);
        }
      }
    }
  }

  @Test
  void aSharedFakeKeepsItsStateButNotItsJournal() {
    Launch launch = Launch.of(Shared.class, SharedByInstance.class).succeeded(6);
    assertThat(launch.reported("url of Shared")).hasSize(4).doesNotContainNull();
    assertThat(launch.reported("url of Shared").stream().distinct()).hasSize(1);
    assertThat(launch.reported("closed")).containsExactly("false");
  }

  @FakeProviders(value = "together", scope = FakeScope.CLASS)
  static class Shared {
    @BeforeAll
    static void start(FakeTogether fake, ToyClient.Together client) {
      assertThat(client.get("/models")).isEqualTo(200);
      assertThat(fake.journal().calls()).hasSize(1);
    }

    @RepeatedTest(2)
    void test(FakeTogether fake, ToyClient.Together client, TestReporter reporter) {
      client.get("/files");
      assertThat(fake.journal().count("GET /v1/files")).isEqualTo(1);
      reporter.publishEntry("url of Shared", fake.url());
    }

    @Nested
    class Inner {
      @RepeatedTest(2)
      void test(FakeTogether fake, TestReporter reporter) {
        assertThat(fake.journal().count("GET /v1/files")).isZero();
        reporter.publishEntry("url of Shared", fake.url());
      }
    }

    @AfterAll
    static void end(ToyClient.Together client, TestReporter reporter) {
      reporter.publishEntry("closed", Boolean.toString(client.isClosed()));
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @FakeProviders(value = "together", scope = FakeScope.CLASS)
  static class SharedByInstance {
    private final FakeTogether mine;

    SharedByInstance(FakeTogether fake) {
      mine = fake;
    }

    @RepeatedTest(2)
    void test(FakeTogether fake) {
      assertThat(fake).isSameAs(mine);
    }
  }

  @Test
  void aFieldIsSharedWhenItIsStaticAndNotOtherwise() {
    Launch launch = Launch.of(StaticField.class, InstanceField.class).succeeded(4);
    assertThat(launch.reported("static").stream().distinct()).hasSize(1);
    assertThat(launch.reported("instance").stream().distinct()).hasSize(2);
  }

  static class StaticField {
    @RegisterExtension
    static final LoraportExtension FAKES =
        LoraportExtension.builder().providers("alpha").asOf(LocalDate.of(2026, 2, 13)).build();

    @RepeatedTest(2)
    void test(FakeAlpha fake, TestReporter reporter) {
      assertThat(fake.asOf()).isEqualTo(LocalDate.of(2026, 2, 13));
      reporter.publishEntry("static", fake.apiKey());
    }
  }

  static class InstanceField {
    @RegisterExtension
    final LoraportExtension fakes =
        LoraportExtension.builder().providers("alpha").clock(FakeClock.Mode.MANUAL).build();

    @RepeatedTest(2)
    void test(FakeAlpha fake, TestReporter reporter) {
      assertThat(fake.clock().mode()).isEqualTo(FakeClock.Mode.MANUAL);
      reporter.publishEntry("instance", fake.apiKey());
    }
  }

  @Test
  void twoExtensionsShareATestWithoutMeeting() {
    Launch.of(TwoFields.class).succeeded(1);
  }

  static class TwoFields {
    @RegisterExtension
    static final LoraportExtension ALPHA = LoraportExtension.builder().providers("alpha").build();

    @RegisterExtension
    static final LoraportExtension TOGETHER =
        LoraportExtension.builder().providers("together").build();

    @Test
    void test(
        FakeAlpha alpha, FakeTogether together, ToyClient.Alpha one, ToyClient.Together other) {
      assertThat(one.config().baseUrl()).contains(URI.create(alpha.baseUrl()));
      assertThat(other.config().baseUrl()).contains(URI.create(together.baseUrl()));
    }
  }

  @Test
  void anAnnotationOfOnesOwnWillDo() {
    Launch.of(Own.class).succeeded(1);
  }

  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @FakeProviders(value = "together", asOf = "2026-02-13")
  @interface FebruaryAtTogether {}

  @FebruaryAtTogether
  static class Own {
    @Test
    void test(ToyClient.Together client) {
      assertThat(client.config().asOf()).contains(LocalDate.of(2026, 2, 13));
    }
  }

  @Test
  void aFakeThatIsAskedForByTypeDecidesForTheOtherParameters() {
    Launch.of(Decided.class).succeeded(1);
  }

  @FakeProviders
  static class Decided {
    @Test
    void test(ProviderClient client, FakeClock clock, FakeAlpha fake, TestInfo info) {
      assertThat(client).isInstanceOf(ToyClient.Alpha.class);
      assertThat(clock).isSameAs(fake.clock());
      assertThat(info).isNotNull();
    }
  }

  @Test
  void aFakeTellsItsAddressAsProperties() {
    try (FakeTogether fake = FakeTogether.builder().asOf(LocalDate.of(2026, 2, 13)).build()) {
      assertThat(fake.asProperties())
          .containsEntry("loraport.together.base-url", fake.baseUrl())
          .containsEntry("loraport.together.api-key", fake.apiKey())
          .containsEntry("loraport.together.as-of", "2026-02-13")
          .hasSize(3);
    }
  }

  @Test
  void testsInParallelHaveFakesOfTheirOwn() {
    Launch launch = Launch.inParallel(8, Parallel.class).succeeded(48);
    assertThat(launch.reported("url").stream().distinct()).hasSize(24);
    assertThat(launch.reported("shared url").stream().distinct()).hasSize(1);
  }

  static class Parallel {
    @Nested
    @FakeProviders("together")
    class Own {
      @RepeatedTest(24)
      void test(FakeTogether fake, ToyClient.Together client, TestReporter reporter) {
        calls(fake, client);
        reporter.publishEntry("url", fake.url());
      }
    }

    @Nested
    @FakeProviders(value = "together", scope = FakeScope.CLASS)
    class Shared {
      @RepeatedTest(24)
      void test(FakeTogether fake, ToyClient.Together client, TestReporter reporter) {
        calls(fake, client);
        reporter.publishEntry("shared url", fake.url());
      }
    }

    private static void calls(FakeTogether fake, ToyClient.Together client) {
      for (int i = 1; i <= 3; i++) {
        assertThat(client.get("/models")).isEqualTo(200);
        assertThat(fake.journal().calls()).hasSize(i);
      }
    }
  }
}
