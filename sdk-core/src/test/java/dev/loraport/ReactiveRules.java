package dev.loraport;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;

/** The rules of Reactive Streams for publishers, as its own kit tests them. */
public final class ReactiveRules {
  private ReactiveRules() {}

  /** A publisher under the kit's rules, with times for machines that stall. */
  public abstract static class ForPublisher<T> extends FlowPublisherVerification<T> {
    protected ForPublisher() {
      // for what has to happen, and for the collector to find a subscriber
      super(new TestEnvironment(10_000, 50), 10_000);
    }

    @Override
    public long maxElementsFromPublisher() {
      return 1_000;
    }
  }

  /** A test for each rule, of a publisher of its own. */
  public static Stream<DynamicTest> of(Supplier<? extends ForPublisher<?>> publisher) {
    // all at the same time, since some do little but wait
    return Arrays.stream(publisher.get().getClass().getMethods())
        .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
        .filter(method -> !method.getName().startsWith("untested"))
        .map(rule -> DynamicTest.dynamicTest(rule.getName(), begun(rule, publisher)))
        .toList()
        .stream();
  }

  private static Executable begun(Method rule, Supplier<? extends ForPublisher<?>> publisher) {
    FutureTask<@Nullable Throwable> outcome = new FutureTask<>(() -> outcome(rule, publisher));
    Thread thread = new Thread(outcome, rule.getName());
    thread.setDaemon(true);
    thread.start();
    return () -> {
      Throwable failure = outcome.get();
      if (failure instanceof SkipException) {
        throw new TestAbortedException(failure.getMessage());
      }
      if (failure != null) {
        throw failure;
      }
    };
  }

  private static @Nullable Throwable outcome(
      Method rule, Supplier<? extends ForPublisher<?>> publisher) throws Exception {
    // that rule gives the garbage collector 100 ms, which is not always enough for it
    int tries = rule.getName().startsWith("required_spec313") ? 5 : 1;
    Throwable failure = null;
    for (int i = 0; i < tries; i++) {
      ForPublisher<?> rules = publisher.get();
      rules.setUp();
      try {
        rule.invoke(rules);
        return null;
      } catch (InvocationTargetException e) {
        failure = e.getCause();
      }
    }
    return failure;
  }
}
