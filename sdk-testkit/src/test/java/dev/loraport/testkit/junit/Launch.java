package dev.loraport.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** A run of test classes within a test. */
final class Launch {
  private final EngineExecutionResults results;

  private Launch(EngineExecutionResults results) {
    this.results = results;
  }

  static Launch of(Class<?>... cases) {
    return new Launch(kit(cases).execute());
  }

  static Launch inParallel(int threads, Class<?>... cases) {
    return new Launch(
        kit(cases)
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism",
                Integer.toString(threads))
            .execute());
  }

  private static EngineTestKit.Builder kit(Class<?>... cases) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(
            Arrays.stream(cases)
                .map(type -> selectClass(type))
                .toArray(org.junit.platform.engine.DiscoverySelector[]::new));
  }

  /** What failed, tests and containers. */
  List<Throwable> failures() {
    return results.allEvents().finished().stream()
        .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
        .flatMap(result -> result.getThrowable().stream())
        .toList();
  }

  /** The only failure there was. */
  Throwable failure() {
    assertThat(failures()).hasSize(1);
    return failures().get(0);
  }

  /** Nothing failed, and so many tests succeeded. */
  Launch succeeded(int tests) {
    assertThat(failures()).isEmpty();
    assertThat(results.testEvents().succeeded().count()).isEqualTo(tests);
    return this;
  }

  long aborted() {
    return results.testEvents().aborted().count();
  }

  /** The values that were reported under a key. */
  List<String> reported(String key) {
    return results.allEvents().reportingEntryPublished().stream()
        .flatMap(Launch::entry)
        .flatMap(entry -> entry.getKeyValuePairs().entrySet().stream())
        .filter(pair -> pair.getKey().equals(key))
        .map(java.util.Map.Entry::getValue)
        .toList();
  }

  private static java.util.stream.Stream<ReportEntry> entry(Event event) {
    return event.getPayload(ReportEntry.class).stream();
  }
}
