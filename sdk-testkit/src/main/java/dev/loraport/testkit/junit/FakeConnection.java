package dev.loraport.testkit.junit;

import dev.loraport.ClientConfig;
import dev.loraport.testkit.FakeClock;
import dev.loraport.testkit.FakeProvider;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a client is pointed at a fake. It needs no JUnit. */
public final class FakeConnection {
  private FakeConnection() {}

  /**
   * The settings of a client of that fake: its address, key, day and clock. Pauses between retries
   * and between looks at a job are not waited out, unless the fake's clock is the one on the wall,
   * so a wait of hours ends in milliseconds.
   */
  @SuppressWarnings("NullAway") // reads no nullness of type arguments from another module
  public static ClientConfig.Builder to(FakeProvider fake) {
    ClientConfig.Builder config = ClientConfig.builder().apiKey(fake.apiKey());
    config
        .baseUrl(URI.create(fake.baseUrl()))
        .asOf(fake.asOf())
        .clock(() -> fake.clock().now())
        .delayer(pause -> pause(fake.clock(), pause));
    return config;
  }

  private static CompletableFuture<@Nullable Void> pause(FakeClock clock, Duration pause) {
    if (clock.mode() != FakeClock.Mode.REAL) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    over.completeOnTimeout(null, pause.toMillis(), TimeUnit.MILLISECONDS);
    return over;
  }
}
