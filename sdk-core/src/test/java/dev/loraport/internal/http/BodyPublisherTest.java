package dev.loraport.internal.http;

import dev.loraport.ReactiveRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The body of an answer for a subscriber. */
class BodyPublisherTest {
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static final Timer TIMER = new Timer("body-rules");

  @AfterAll
  static void close() {
    THREADS.shutdownNow();
    TIMER.close();
  }

  /** Gives a body as many pieces as it asks for, in their order, on threads of its own. */
  private static final class Connection implements Flow.Subscription {
    private final JdkBody body;
    private long left;
    private boolean cancelled;
    private CompletableFuture<Void> given = CompletableFuture.completedFuture(null);

    Connection(JdkBody body, long pieces) {
      this.body = body;
      this.left = pieces;
      request(0);
    }

    @Override
    public synchronized void request(long count) {
      given = given.thenRunAsync(() -> give(count), THREADS);
    }

    private void give(long count) {
      for (long i = 0; i < count && left > 0 && !isCancelled(); i++) {
        left--;
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {1})));
      }
      if (left == 0) {
        body.onComplete();
      }
    }

    private synchronized boolean isCancelled() {
      return cancelled;
    }

    @Override
    public synchronized void cancel() {
      cancelled = true;
    }
  }

  private static JdkBody body() {
    return new JdkBody(
        new Watch(TIMER, timeout -> {}),
        Duration.ZERO,
        THREADS,
        -1,
        () -> {},
        failure -> {},
        () -> {});
  }

  /** As a caller gets it. */
  private static Flow.Publisher<ByteBuffer> guarded(JdkBody body) {
    return new GuardedBody(body, THREADS, Runnable::run, broken -> broken, end -> {}).publisher();
  }

  static final class Rules extends ReactiveRules.ForPublisher<ByteBuffer> {
    @Override
    public Flow.Publisher<ByteBuffer> createFlowPublisher(long pieces) {
      JdkBody body = body();
      body.onSubscribe(new Connection(body, pieces));
      return guarded(body);
    }

    @Override
    public Flow.Publisher<ByteBuffer> createFailedFlowPublisher() {
      JdkBody body = body();
      body.onError(new IOException("reset"));
      return guarded(body);
    }
  }

  @TestFactory
  Stream<DynamicTest> keepsTheRulesOfReactiveStreams() {
    return ReactiveRules.of(Rules::new);
  }
}
