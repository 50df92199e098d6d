package dev.loraport.internal.http;

import dev.loraport.error.LoraportException;
import dev.loraport.http.Delayer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Pauses that end, with a failure, when the client is closed. */
final class Pauses implements Delayer {
  private final Delayer delayer;
  private final InFlight inFlight;
  private final Executor executor;

  /**
   * Makes pauses.
   *
   * @param executor where what waits for them goes on
   */
  Pauses(Delayer delayer, InFlight inFlight, Executor executor) {
    this.delayer = delayer;
    this.inFlight = inFlight;
    this.executor = executor;
  }

  @Override
  public CompletableFuture<@Nullable Void> delay(Duration pause) {
    CompletableFuture<@Nullable Void> end = delayer.delay(pause);
    Pause running = new Pause(Objects.requireNonNull(end, "the delayer gave no future"));
    inFlight.add(running);
    running.source.whenCompleteAsync((nothing, error) -> running.over(error), executor);
    return running.result;
  }

  private final class Pause implements InFlight.Abortable {
    private final CompletableFuture<@Nullable Void> source;
    private final CancellableFuture<@Nullable Void> result;

    Pause(CompletableFuture<@Nullable Void> source) {
      this.source = source;
      this.result = CancellableFuture.of(executor, this::abandon);
    }

    private void over(@Nullable Throwable error) {
      inFlight.remove(this);
      if (error == null) {
        result.finish(null);
      } else {
        result.fail(Texts.unwrap(error));
      }
    }

    private void abandon() {
      inFlight.remove(this);
      source.cancel(true);
    }

    @Override
    public String operation() {
      return "wait";
    }

    @Override
    public void abort(LoraportException reason) {
      result.fail(reason);
      source.cancel(true);
    }
  }
}
