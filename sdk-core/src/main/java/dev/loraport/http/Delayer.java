package dev.loraport.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How pauses between retries and between looks at a job are waited out. Tests bring one that does
 * not wait.
 */
@FunctionalInterface
public interface Delayer {
  /** A future that ends after the pause; cancelling it gives the timer back. */
  CompletableFuture<@Nullable Void> delay(Duration pause);
}
