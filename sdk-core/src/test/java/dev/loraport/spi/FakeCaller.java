package dev.loraport.spi;

import dev.loraport.RequestOptions;
import dev.loraport.http.Delayer;
import dev.loraport.http.ResponseBody;
import dev.loraport.http.WireResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A way to nowhere: answers come from a script, pauses take no time and are written down. */
final class FakeCaller implements Caller {
  final List<Duration> pauses = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();
  final Deque<Function<Call, CompletableFuture<Opened>>> script = new ArrayDeque<>();
  Executor executor = Runnable::run;
  Delayer delay = pause -> CompletableFuture.completedFuture(null);
  Instant now = Instant.EPOCH;
  volatile boolean closed;

  /** Answers the next call with that. */
  FakeCaller answer(int status, Map<String, String> headers, FakeBody body) {
    script.add(call -> CompletableFuture.completedFuture(opened(call, status, headers, body)));
    return this;
  }

  /** Fails the next call with that. */
  FakeCaller fail(Throwable failure) {
    script.add(call -> CompletableFuture.failedFuture(failure));
    return this;
  }

  static Opened opened(Call call, int status, Map<String, String> headers, ResponseBody body) {
    Map<String, List<String>> all = new java.util.HashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    HttpHeaders wire = HttpHeaders.of(all, (name, value) -> true);
    return new Opened(new WireResponse(status, wire, body), call, Optional.empty());
  }

  @Override
  public CompletableFuture<Answer> send(Call call, RequestOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Opened> open(Call call, RequestOptions options) {
    calls.add(call);
    return script.remove().apply(call);
  }

  @Override
  public <T extends @Nullable Object> T await(String operation, CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  @Override
  public Caller withDefaults(RequestOptions defaults) {
    return this;
  }

  @Override
  public String provider() {
    return "acme";
  }

  @Override
  public Executor executor() {
    return executor;
  }

  @Override
  public Delayer delayer() {
    return pause -> {
      pauses.add(pause);
      return delay.delay(pause);
    };
  }

  @Override
  public InstantSource clock() {
    return () -> now;
  }

  @Override
  public LocalDate asOf() {
    return LocalDate.of(2026, 1, 1);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** A body that hands out pieces as they are asked for, and then ends, breaks or hangs. */
  static final class FakeBody implements ResponseBody {
    private final List<byte[]> pieces;
    private final @Nullable Throwable end;
    private final boolean hangs;
    volatile boolean closed;
    volatile int mostAskedFor;

    private FakeBody(List<byte[]> pieces, @Nullable Throwable end, boolean hangs) {
      this.pieces = pieces;
      this.end = end;
      this.hangs = hangs;
    }

    static FakeBody whole(byte[]... pieces) {
      return new FakeBody(List.of(pieces), null, false);
    }

    static FakeBody broken(byte[]... pieces) {
      return new FakeBody(List.of(pieces), new IOException("connection reset"), false);
    }

    static FakeBody failing(Throwable end, byte[]... pieces) {
      return new FakeBody(List.of(pieces), end, false);
    }

    static FakeBody hanging(byte[]... pieces) {
      return new FakeBody(List.of(pieces), null, true);
    }

    @Override
    public CompletableFuture<byte[]> bytes(int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InputStream stream() {
      return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public Flow.Publisher<ByteBuffer> publisher() {
      return subscriber ->
          subscriber.onSubscribe(
              new Flow.Subscription() {
                private int next;
                private long demand;
                private boolean delivering;
                private boolean over;

                @Override
                public void request(long n) {
                  demand += n;
                  mostAskedFor = Math.max(mostAskedFor, (int) demand);
                  if (delivering) {
                    return;
                  }
                  delivering = true;
                  while (!over && demand > 0 && next < pieces.size()) {
                    demand--;
                    subscriber.onNext(ByteBuffer.wrap(pieces.get(next++)).asReadOnlyBuffer());
                  }
                  delivering = false;
                  if (!over && next == pieces.size() && !hangs) {
                    over = true;
                    if (end == null) {
                      subscriber.onComplete();
                    } else {
                      subscriber.onError(end);
                    }
                  }
                }

                @Override
                public void cancel() {
                  over = true;
                }
              });
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
