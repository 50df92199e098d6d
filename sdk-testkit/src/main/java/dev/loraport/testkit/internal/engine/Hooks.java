package dev.loraport.testkit.internal.engine;

import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the engine needs of a fake's clock, faults and journal. */
public interface Hooks {
  /** The fault planned for this call, used up by the question. */
  @Nullable Fault takeFault(String method, String path);

  /** A fault that was taken, and could not disturb its call. */
  void missedFault(String line);

  Instant now();

  /** A request has come in. */
  void tick();

  /** Whether a wait of that length, begun at that time, is over. */
  boolean elapsed(Instant start, long startNanos, Duration length);

  int nextCallNumber();

  void record(RecordedCall call);

  void violation(String line);

  void connections(int change);
}
