package dev.loraport.checks;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysFalse;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A rule that catches nothing would look like a rule that is kept. */
public class RulesTest {
  private static final ArchRule SIGNATURES =
      Rules.cleanPublicSignatures(Set.of(RulesTest.class.getPackageName()));

  @Test
  void printingIsFound() {
    assertThat(breaks(Rules.noStandardStreams(alwaysFalse()), Prints.class)).isTrue();
    assertThat(breaks(Rules.noStandardStreams(alwaysFalse()), PrintsTrace.class)).isTrue();
    assertThat(breaks(Rules.noStandardStreams(alwaysFalse()), Sound.class)).isFalse();
  }

  @Test
  void staticStateIsFound() {
    assertThat(breaks(Rules.noStaticState(), Counts.class)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Supplies.class,
        Chains.class,
        Parallel.class,
        Pool.class,
        Publishes.class,
        ByReference.class
      })
  void workOnTheCommonPoolIsFound(Class<?> sinner) {
    assertThat(breaks(Rules.nothingOnTheCommonPool(), sinner)).isTrue();
  }

  @Test
  void workOnAnExecutorIsFine() {
    assertThat(breaks(Rules.nothingOnTheCommonPool(), Sound.class)).isFalse();
  }

  @Test
  void databindInASignatureIsFound() {
    assertThat(breaks(SIGNATURES, ShowsTree.class)).isTrue();
    assertThat(breaks(SIGNATURES, ShowsTreeInside.class)).isTrue();
    assertThat(breaks(SIGNATURES, Inherits.class)).isTrue();
    assertThat(breaks(SIGNATURES, HidesTree.class)).isFalse();
  }

  private static boolean breaks(ArchRule rule, Class<?> type) {
    return rule.allowEmptyShould(true)
        .evaluate(new ClassFileImporter().importClasses(type))
        .hasViolation();
  }

  static final class Prints {
    void say() {
      System.out.println("hello");
    }
  }

  static final class PrintsTrace {
    void say(RuntimeException e) {
      e.printStackTrace();
    }
  }

  static final class Counts {
    static int calls;
  }

  static final class Supplies {
    CompletableFuture<String> run() {
      return CompletableFuture.supplyAsync(() -> "a");
    }
  }

  static final class Chains {
    CompletableFuture<String> run(CompletableFuture<String> before) {
      return before.thenApplyAsync(String::trim);
    }
  }

  static final class Parallel {
    long run(List<String> list) {
      return list.parallelStream().count();
    }
  }

  static final class Pool {
    Executor run() {
      return ForkJoinPool.commonPool();
    }
  }

  static final class Publishes {
    SubmissionPublisher<String> run() {
      return new SubmissionPublisher<>();
    }
  }

  interface Starter {
    CompletableFuture<Void> start(Runnable task);
  }

  static final class ByReference {
    Starter run() {
      return CompletableFuture::runAsync;
    }
  }

  static final class Sound {
    CompletableFuture<String> run(Executor executor) {
      return CompletableFuture.supplyAsync(() -> "a", executor)
          .thenApplyAsync(String::trim, executor);
    }
  }

  /** Shows databind. */
  public static class ShowsTree {
    /** Returns databind. */
    protected JsonNode same(JsonNode tree) {
      return tree;
    }
  }

  /** Shows databind as a type argument. */
  public interface ShowsTreeInside {
    /** Takes databind. */
    void put(List<? extends JsonNode> trees);
  }

  /** Shows what it inherits. */
  public static final class Inherits extends ShowsTree {}

  /** Keeps it to itself. */
  public static final class HidesTree {
    JsonNode same(JsonNode tree) {
      return tree;
    }
  }
}
