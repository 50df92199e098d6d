package dev.loraport.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The time of a fake. Jobs, time stamps and waits of a fake read this clock and no other.
 *
 * <ul>
 *   <li>{@link Mode#AUTO}, the default: whatever runs moves one state each time a client looks at
 *       it, so a poll loop ends after a handful of polls whatever its interval. Time stamps move
 *       one second a request.
 *   <li>{@link Mode#MANUAL}: nothing moves but by {@link #advance(Duration)}.
 *   <li>{@link Mode#REAL}: the wall clock, for demos and the standalone process.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class FakeClock implements InstantSource {
  /** What makes time pass. */
  public enum Mode {
    /** A look of the client. */
    AUTO,
    /** A call of {@link FakeClock#advance(Duration)}. */
    MANUAL,
    /** The wall clock. */
    REAL
  }

  private Mode mode;
  private Instant base;
  private long realStart;

  private FakeClock(Mode mode, Instant start) {
    this.mode = mode;
    this.base = start;
    this.realStart = System.nanoTime();
  }

  /**
   * A clock that starts at an instant.
   *
   * @param mode what makes time pass
   * @param start the first reading
   * @return the clock
   */
  public static FakeClock startingAt(Mode mode, Instant start) {
    return new FakeClock(mode, start);
  }

  /**
   * The mode in force.
   *
   * @return what makes time pass
   */
  public synchronized Mode mode() {
    return mode;
  }

  /**
   * The current time of the fake.
   *
   * @return the reading
   */
  public synchronized Instant now() {
    return mode == Mode.REAL ? base.plusNanos(System.nanoTime() - realStart) : base;
  }

  /** As {@link #now()}: a client can have this clock as its own. */
  @Override
  public Instant instant() {
    return now();
  }

  /**
   * Stops time until {@link #advance(Duration)} is called.
   *
   * @return this clock
   */
  public FakeClock manual() {
    return switchTo(Mode.MANUAL);
  }

  /**
   * Lets things move one state a look.
   *
   * @return this clock
   */
  public FakeClock auto() {
    return switchTo(Mode.AUTO);
  }

  /**
   * Lets time pass as on the wall.
   *
   * @return this clock
   */
  public FakeClock real() {
    return switchTo(Mode.REAL);
  }

  /**
   * Moves the time forward and wakes what waits for it.
   *
   * @param step how far, not negative
   */
  public synchronized void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("a clock does not go back: " + step);
    }
    base = base.plus(step);
    notifyAll();
  }

  /** For a fake: a request has come in; in AUTO mode a second has passed. */
  public synchronized void tick() {
    if (mode == Mode.AUTO) {
      base = base.plusSeconds(1);
    }
  }

  /**
   * Whether a wait that began at {@code start} is over. A wait that a test asked for (a slow
   * stream) takes real time in AUTO mode, since nobody looks meanwhile.
   *
   * @param start the reading at the start
   * @param startNanos the system's nano time at the start
   * @param length the length of the wait
   * @return true when it is over
   */
  boolean elapsed(Instant start, long startNanos, Duration length) {
    if (mode() == Mode.AUTO) {
      return System.nanoTime() - startNanos >= TimeUnit.NANOSECONDS.convert(length);
    }
    return !now().isBefore(start.plus(length));
  }

  private synchronized FakeClock switchTo(Mode next) {
    base = now();
    realStart = System.nanoTime();
    mode = next;
    notifyAll();
    return this;
  }
}
