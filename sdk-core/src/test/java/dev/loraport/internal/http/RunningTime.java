package dev.loraport.internal.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A clock that stands while this program is kept from running, so that a machine that stalls does
 * not make what a test measures look slow. Where nothing stalls it goes as any other.
 */
final class RunningTime {
  private static final long TICK = Duration.ofMillis(5).toNanos();
  private static final long LONGEST = 4 * TICK;
  private static final AtomicLong PASSED = new AtomicLong();

  static {
    Thread ticking = new Thread(RunningTime::tick, "running-time");
    ticking.setDaemon(true);
    ticking.start();
  }

  private RunningTime() {}

  /** Nanoseconds since some point in time, good to 20 milliseconds. */
  static long nanos() {
    return PASSED.get();
  }

  private static void tick() {
    long last = System.nanoTime();
    while (true) {
      LockSupport.parkNanos(TICK);
      long now = System.nanoTime();
      // a thread that wanted to go on after one tick and could not: the others could not either
      PASSED.addAndGet(Math.min(now - last, LONGEST));
      last = now;
    }
  }
}
