package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.error.LoraportException;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ChatDialect;
import dev.loraport.spi.OpenAiChat;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stays in an open client when its calls have ended. */
@Timeout(60)
class LeftoversTest {
  private static final int STREAMS = 200;
  private static final String CHUNK =
      """
      data: {"choices":[{"delta":{"content":"a"}}]}

      """;
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + CHUNK;

  /** Cancels with the first piece, or waits for the failure. */
  private static final class Reader implements Flow.Subscriber<ChatChunk> {
    private final boolean cancels;
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    Reader(boolean cancels) {
      this.cancels = cancels;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ChatChunk chunk) {
      if (cancels) {
        subscription.join().cancel();
        over.complete(null);
      }
    }

    @Override
    public void onError(Throwable failure) {
      over.complete(null);
    }

    @Override
    public void onComplete() {
      over.completeExceptionally(new AssertionError("the stream was not cut"));
    }
  }

  /** The path says what becomes of a stream: all are cut, after one piece or when they are left. */
  private static void serve(RawServer.Exchange http) throws IOException {
    http.raw(HEAD);
    if (http.request().body().contains("\"stays\"")) {
      http.hang();
    } else {
      http.die();
    }
  }

  @Test
  void cutStreamsAndCancelledCallsLeaveNothing() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (RawServer server = new RawServer(LeftoversTest::serve);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.maxConcurrentCalls(3))) {
      OpenAiChat chat = chat(caller, server);
      List<CompletableFuture<Void>> ends = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        boolean cancels = i % 2 == 0;
        Reader reader = new Reader(cancels);
        chat.publisher(ChatRequest.of(cancels ? "stays" : "cut", "hi"), RequestOptions.none())
            .subscribe(reader);
        caller.send(Fixture.get(server.uri("/x")), RequestOptions.none()).cancel(true);
        ends.add(reader.over);
      }
      CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new)).get(40, TimeUnit.SECONDS);

      assertNothingIsLeft(caller, server);
    }
    awaitAtMost(0, () -> newThreads(before), "threads");
  }

  /** The interrupt meets the thread at every moment, also when the headers are just there. */
  @Test
  void interruptedReadersLeaveNothing() throws Exception {
    try (RawServer server = new RawServer(LeftoversTest::serve);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.maxConcurrentCalls(3))) {
      OpenAiChat chat = chat(caller, server);
      for (int i = 0; i < STREAMS; i++) {
        Thread reader = new Thread(() -> readUntilInterrupted(chat));
        reader.start();
        long until = System.nanoTime() + i * 10_000L;
        while (System.nanoTime() - until < 0) {
          Thread.onSpinWait();
        }
        reader.interrupt();
        reader.join();
      }

      assertNothingIsLeft(caller, server);
    }
  }

  private static void readUntilInterrupted(OpenAiChat chat) {
    try (ChatStream stream = chat.stream(ChatRequest.of("stays", "hi"))) {
      stream.result();
    } catch (LoraportException e) {
      // the interrupt, or the stream that it broke
    }
  }

  @Test
  void whatEndsAtTheMomentOfAnInterruptIsGivenBack() {
    CompletableFuture<String> future =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterrupt) {
            complete("opened");
            return super.cancel(mayInterrupt);
          }
        };
    Thread.currentThread().interrupt();

    assertThat(Blocking.await("acme", "things.do", future)).isEqualTo("opened");

    assertThat(Thread.interrupted()).isTrue();
  }

  private static OpenAiChat chat(Caller caller, RawServer server) {
    ChatDialect dialect = ChatDialect.builder().allowedBaseUrl(base -> true).build();
    return new OpenAiChat(caller, dialect, model -> server.uri("/v1"));
  }

  private static void assertNothingIsLeft(Caller caller, RawServer server) throws Exception {
    Services services = (Services) field(caller, "services");
    Collection<?> running = (Collection<?>) field(services.inFlight(), "running");
    awaitAtMost(0, running::size, "in flight");
    ScheduledThreadPoolExecutor timer =
        (ScheduledThreadPoolExecutor) field(services.timer(), "scheduler");
    // the look at what runs may be due once more
    awaitAtMost(1, timer.getQueue()::size, "timer tasks");
    awaitAtMost(0, server::open, "connections");
  }

  private static int newThreads(Set<Thread> before) {
    Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
    now.removeAll(before);
    now.removeIf(thread -> !thread.getName().startsWith("loraport-"));
    return now.size();
  }

  private static Object field(Object of, String name) throws ReflectiveOperationException {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  /** Some ends are told on other threads. */
  private static void awaitAtMost(int most, IntSupplier count, String what) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (count.getAsInt() > most && System.nanoTime() - until < 0) {
      Thread.onSpinWait();
    }
    assertThat(count.getAsInt()).as(what).isLessThanOrEqualTo(most);
  }
}
