package dev.loraport.testkit.internal.engine;

import dev.loraport.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;

/** How far something has come that moves in steps: by looks in AUTO mode, else by time. */
public final class Timeline {
  private final FakeClock clock;
  private final int steps;
  private final int looksNeeded;
  private final Duration length;
  private final Instant start;
  private int looks;
  private int reached;

  /**
   * A timeline that begins now at step 0.
   *
   * @param steps the last step
   * @param looks the looks that bring it to the last step in AUTO mode
   * @param length the time that brings it there in the other modes
   */
  public Timeline(FakeClock clock, int steps, int looks, Duration length) {
    this.clock = clock;
    this.steps = steps;
    this.looksNeeded = Math.max(1, looks);
    this.length = length;
    this.start = clock.now();
  }

  /** Counts a look and returns the step reached. */
  public int look() {
    looks = Math.min(looks + 1, looksNeeded);
    return step();
  }

  /** The step reached, without counting a look. Never goes back. */
  public int step() {
    int now;
    if (clock.mode() == FakeClock.Mode.AUTO) {
      now = (int) ((long) steps * looks / looksNeeded);
    } else {
      long passed = Duration.between(start, clock.now()).toMillis();
      long whole = Math.max(1, length.toMillis());
      now = (int) Math.min(steps, steps * passed / whole);
    }
    reached = Math.max(reached, now);
    return reached;
  }

  /** When a step was or will be entered: by the clock, or in AUTO mode now. */
  public Instant at(int step) {
    if (clock.mode() == FakeClock.Mode.AUTO) {
      return clock.now();
    }
    return start.plusMillis(length.toMillis() * step / Math.max(1, steps));
  }

  /** How much of a step is done, from 0 to 1; half of it in AUTO mode. */
  public double partOf(int step) {
    if (clock.mode() == FakeClock.Mode.AUTO) {
      return 0.5;
    }
    double each = Math.max(1.0, (double) length.toMillis() / Math.max(1, steps));
    double passed = Duration.between(start, clock.now()).toMillis() / each - step;
    return Math.max(0, Math.min(1, passed));
  }

  public Instant start() {
    return start;
  }
}
