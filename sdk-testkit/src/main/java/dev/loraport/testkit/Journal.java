package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.RoutePattern;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What a fake has seen: its calls, at most the last 1,000, with bodies cut at 64 KiB and secrets
 * masked; requests that the provider would refuse for their form ({@link #violations()}); and
 * whether clients let go of their connections. Thread-safe.
 */
public final class Journal {
  private static final int LIMIT = 1000;

  private final Deque<RecordedCall> calls = new ArrayDeque<>();
  private final List<String> violations = new ArrayList<>();
  private long dropped;
  private int lastNumber;
  private int forgotten;
  private int openConnections;

  /** Makes an empty journal, for a fake of one's own; the fakes here have theirs. */
  public Journal() {}

  /**
   * All calls kept, oldest first.
   *
   * @return a copy
   */
  public synchronized List<RecordedCall> calls() {
    return List.copyOf(calls);
  }

  /**
   * The calls of a route, oldest first.
   *
   * @param route method and path as for {@link Faults#on(String)}
   * @return a copy
   */
  public List<RecordedCall> calls(String route) {
    RoutePattern pattern = RoutePattern.parse(route);
    return calls().stream().filter(c -> pattern.matches(c.method(), c.path())).toList();
  }

  /**
   * How often a route was called.
   *
   * @param route method and path as for {@link Faults#on(String)}
   * @return the count among the calls kept
   */
  public int count(String route) {
    return calls(route).size();
  }

  /**
   * The last call of a route.
   *
   * @param route method and path as for {@link Faults#on(String)}
   * @return the call, if there was one
   */
  public Optional<RecordedCall> lastCall(String route) {
    List<RecordedCall> matching = calls(route);
    return matching.isEmpty() ? Optional.empty() : Optional.of(matching.get(matching.size() - 1));
  }

  /**
   * Calls that fell out because there were more than 1,000.
   *
   * @return their number
   */
  public synchronized long dropped() {
    return dropped;
  }

  /**
   * Requests whose form the provider would refuse: unknown routes and fields, wrong types, leaked
   * credentials.
   *
   * @return a line for each
   */
  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /**
   * TCP connections that clients hold open now.
   *
   * @return their number
   */
  public synchronized int openConnections() {
    return openConnections;
  }

  /**
   * Waits until a client has closed the connection of an unfinished call of a route.
   *
   * @param route method and path as for {@link Faults#on(String)}
   * @param limit how long to wait at most
   * @return true when the server has seen the close
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public boolean awaitClientClosed(String route, Duration limit) throws InterruptedException {
    RoutePattern pattern = RoutePattern.parse(route);
    return await(
        limit,
        () ->
            calls.stream()
                .anyMatch(
                    c ->
                        c.outcome() == RecordedCall.Outcome.CLIENT_CLOSED
                            && pattern.matches(c.method(), c.path())));
  }

  /**
   * Waits until a route has been called a number of times, finished or not.
   *
   * @param route method and path as for {@link Faults#on(String)}
   * @param count the number of calls to wait for
   * @param limit how long to wait at most
   * @return true when there were as many
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public boolean awaitCalls(String route, int count, Duration limit) throws InterruptedException {
    RoutePattern pattern = RoutePattern.parse(route);
    return await(
        limit,
        () -> calls.stream().filter(c -> pattern.matches(c.method(), c.path())).count() >= count);
  }

  /**
   * Waits until a fault has met a call of a route, so that the call will not be answered as usual.
   *
   * @param route method and path as for {@link Faults#on(String)}
   * @param limit how long to wait at most
   * @return true when a fault has met one
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public boolean awaitFault(String route, Duration limit) throws InterruptedException {
    return awaitFaults(route, 1, limit);
  }

  /**
   * As {@link #awaitFault}, for a number of calls.
   *
   * @param route method and path as for {@link Faults#on(String)}
   * @param count how many calls a fault has to meet
   * @param limit how long to wait at most
   * @return true when faults have met as many
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public boolean awaitFaults(String route, int count, Duration limit) throws InterruptedException {
    RoutePattern pattern = RoutePattern.parse(route);
    return await(
        limit,
        () ->
            calls.stream()
                    .filter(c -> !c.fault().isEmpty() && pattern.matches(c.method(), c.path()))
                    .count()
                >= count);
  }

  /**
   * Waits until no client holds a connection, idle ones included.
   *
   * @param limit how long to wait at most
   * @return true when all are closed
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public boolean awaitNoConnections(Duration limit) throws InterruptedException {
    return await(limit, () -> openConnections == 0);
  }

  /** Forgets calls and violations; a call that has not ended does not come back. */
  public synchronized void clear() {
    calls.clear();
    violations.clear();
    dropped = 0;
    forgotten = lastNumber;
  }

  private synchronized boolean await(Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
    return true;
  }

  /**
   * For a fake: the number of the call that has just come in.
   *
   * @return the number, from 1
   */
  public synchronized int nextNumber() {
    return ++lastNumber;
  }

  /**
   * For a fake: adds a call, or replaces what was known of the call of that number. It is put when
   * the call comes in, and again with each change of its status, fault and outcome.
   *
   * @param call the call, its secrets masked
   */
  public synchronized void put(RecordedCall call) {
    if (call.number() <= forgotten) {
      return;
    }
    if (!calls.removeIf(known -> known.number() == call.number()) && calls.size() == LIMIT) {
      calls.removeFirst();
      dropped++;
    }
    insertInOrder(call);
    notifyAll();
  }

  private void insertInOrder(RecordedCall call) {
    Deque<RecordedCall> later = new ArrayDeque<>();
    while (!calls.isEmpty() && calls.getLast().number() > call.number()) {
      later.addFirst(calls.removeLast());
    }
    calls.addLast(call);
    calls.addAll(later);
  }

  /**
   * For a fake: notes that a request had a form that the provider does not document.
   *
   * @param line what was wrong, and where
   */
  public synchronized void violation(String line) {
    if (violations.size() < LIMIT) {
      violations.add(line);
    }
  }

  /**
   * For a fake: notes that clients have opened or closed TCP connections.
   *
   * @param change how many more there are; negative for fewer
   */
  public synchronized void connections(int change) {
    openConnections += change;
    notifyAll();
  }
}
