package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.Hooks;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lets the engine reach what the public types keep to themselves. */
record EngineHooks(FakeClock clock, Faults faults, Journal journal) implements Hooks {
  @Override
  public @Nullable Fault takeFault(String method, String path) {
    return faults.take(method, path);
  }

  @Override
  public void missedFault(String line) {
    faults.missed(line);
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public void tick() {
    clock.tick();
  }

  @Override
  public boolean elapsed(Instant start, long startNanos, Duration length) {
    return clock.elapsed(start, startNanos, length);
  }

  @Override
  public int nextCallNumber() {
    return journal.nextNumber();
  }

  @Override
  public void record(RecordedCall call) {
    if (!call.path().startsWith(ControlRoutes.ROOT)) {
      journal.put(call);
    }
  }

  @Override
  public void violation(String line) {
    journal.violation(line);
  }

  @Override
  public void connections(int change) {
    journal.connections(change);
  }
}
