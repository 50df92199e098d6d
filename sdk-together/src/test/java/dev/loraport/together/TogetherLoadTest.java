package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.StreamException;
import dev.loraport.http.CallInfo;
import dev.loraport.http.CallListener;
import dev.loraport.http.RetryPolicy;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many calls of which many go wrong. */
@Timeout(120)
class TogetherLoadTest {
  private static final String MODEL = "Qwen/Qwen2.5-7B-Instruct-Turbo";
  private static final String CHAT = "POST /v1/chat/completions";
  private static final String UPLOAD = "POST /v1/files/upload";
  private static final int AT_ONCE = 50;
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Three of ten calls go wrong in one of these ways; the others only pass. */
  private static final List<Fault> WRONG =
      List.of(
          Fault.status(500),
          Fault.status(400),
          Fault.rateLimit(Duration.ofSeconds(1)),
          Fault.html502(),
          Fault.reset(),
          Fault.closeBeforeAnswer(),
          Fault.lostAnswer(),
          Fault.cutStream());

  private static final Fault NONE = Fault.slow(Duration.ZERO);

  @Test
  void manyCallsWithFaultsEndEachOnce() throws Exception {
    callsWithFaultsEndEachOnce(500);
  }

  @Test
  @Tag("slow")
  void tenThousandCallsWithFaultsEndEachOnce() throws Exception {
    callsWithFaultsEndEachOnce(10_000);
  }

  /** How often each call ended, as its listener is told. */
  private static final class Ends implements CallListener {
    private final Map<Long, AtomicInteger> ends = new ConcurrentHashMap<>();

    @Override
    public void callStart(CallInfo call) {
      ends.put(call.callId(), new AtomicInteger());
    }

    @Override
    public void callEnd(CallInfo call, Duration elapsed) {
      ended(call);
    }

    @Override
    public void callFailed(CallInfo call, Duration elapsed, Throwable error) {
      ended(call);
    }

    private void ended(CallInfo call) {
      Objects.requireNonNull(ends.get(call.callId())).incrementAndGet();
    }
  }

  /** In turn: a future, a blocking call, a stream and an upload. */
  private static void callsWithFaultsEndEachOnce(int count) throws Exception {
    Ends ends = new Ends();
    RetryPolicy oneMore = RetryPolicy.builder().maxRetries(1).budget(0).build();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (Rig rig =
        new Rig(
            Rig.TODAY,
            c ->
                c.maxConcurrentCalls(AT_ONCE)
                    .listener(ends)
                    .putSettings("upload", "direct")
                    .retryPolicy(oneMore)
                    .delayer(pause -> CompletableFuture.completedFuture(null)))) {
      plan(rig.fake.faults().on(CHAT), count * 3 / 4);
      plan(rig.fake.faults().on(UPLOAD), count / 4);
      AtomicInteger answered = new AtomicInteger();
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        CompletableFuture<?> call =
            switch (i % 4) {
              case 0 -> rig.client.chat().async().complete(chat(i)).thenAccept(right(i));
              case 1 ->
                  CompletableFuture.completedFuture(i)
                      .thenAcceptAsync(
                          n -> right(n).accept(rig.client.chat().complete(chat(n))), threads);
              case 2 ->
                  CompletableFuture.completedFuture(i)
                      .thenAcceptAsync(n -> stream(rig, n), threads);
              default -> rig.client.files().async().upload(Rig.chatFile("rows-" + i + ".jsonl"));
            };
        calls.add(
            call.handle(
                (answer, failure) -> {
                  if (failure == null) {
                    answered.incrementAndGet();
                  } else {
                    assertThat(LinkedFuture.cause(failure)).isInstanceOf(LoraportException.class);
                  }
                  return null;
                }));
      }
      CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new))
          .get(100, TimeUnit.SECONDS);
      assertThat(answered.get()).isBetween(count * 6 / 10, count - 1);
      // at the most one for each call at a time, and some of which the server has not seen the end
      assertThat(rig.fake.journal().openConnections()).isLessThanOrEqualTo(2 * AT_ONCE);
      rig.fake.assertNoViolations();
      assertAllPlacesFree(rig);
      assertThat(ends.ends).hasSizeGreaterThanOrEqualTo(count + 2 * AT_ONCE);
      assertThat(ends.ends)
          .allSatisfy((id, times) -> assertThat(times).as("call %d", id).hasValue(1));
    } finally {
      threads.shutdownNow();
    }
  }

  private static ChatRequest chat(int call) {
    return ChatRequest.of(MODEL, "call " + call + ".");
  }

  private static Consumer<ChatCompletion> right(int call) {
    return answer -> assertThat(answer.text()).endsWith("to: call " + call + ".");
  }

  private static void stream(Rig rig, int call) {
    try (ChatStream stream = rig.client.chat().stream(chat(call))) {
      right(call).accept(stream.result());
    }
  }

  /** As many further calls get in as may, and no more. */
  private static void assertAllPlacesFree(Rig rig) throws InterruptedException {
    rig.fake.faults().clear();
    rig.fake.faults().on(CHAT).next(2 * AT_ONCE, Fault.stallBeforeHeaders());
    rig.fake.journal().clear();
    List<CompletableFuture<ChatCompletion>> calls = new ArrayList<>();
    for (int i = 0; i < 2 * AT_ONCE; i++) {
      calls.add(rig.client.chat().async().complete(chat(i)));
    }
    assertThat(rig.fake.journal().awaitCalls(CHAT, AT_ONCE, SOON)).as("no place is lost").isTrue();
    assertThat(rig.fake.journal().awaitCalls(CHAT, AT_ONCE + 1, Duration.ofMillis(300)))
        .as("none is doubled")
        .isFalse();
    calls.forEach(call -> call.cancel(true));
  }

  private static void plan(Faults.Plan plan, int count) {
    Random random = new Random(8);
    for (int i = 0; i < count; i++) {
      boolean wrong = random.nextInt(10) < 3;
      plan.next(wrong ? WRONG.get(random.nextInt(WRONG.size())) : NONE);
    }
  }

  @Test
  void twoHundredCutStreamsLeaveNoConnectionAndNoThread() throws Exception {
    try (Rig rig = new Rig(Rig.TODAY, c -> c.maxConcurrentCalls(3))) {
      rig.fake.chat().reply("One", " two", " three");
      cutByTheServer(rig, 5);
      cutByTheReader(rig, 5);
      subscribe(rig, 5, true);
      subscribe(rig, 5, false);
      int threads = threads().size();
      cutByTheServer(rig, 50);
      cutByTheReader(rig, 50);
      subscribe(rig, 50, true);
      subscribe(rig, 50, false);
      assertThat(threads().size()).as("threads").isLessThanOrEqualTo(threads + 2);
      assertThat(rig.fake.journal().awaitNoConnections(SOON)).as("no connection is left").isTrue();
    }
  }

  private static void cutByTheServer(Rig rig, int count) {
    rig.fake.faults().on(CHAT).next(count, Fault.cutStream().afterChunks(2));
    for (int i = 0; i < count; i++) {
      try (ChatStream stream = rig.client.chat().stream(MODEL, "Count")) {
        assertThatExceptionOfType(StreamException.class).isThrownBy(stream::result);
      }
    }
  }

  private static void cutByTheReader(Rig rig, int count) {
    rig.fake.faults().on(CHAT).next(count, Fault.stallBody().afterChunks(2));
    for (int i = 0; i < count; i++) {
      try (ChatStream stream = rig.client.chat().stream(MODEL, "Count")) {
        Iterator<?> chunks = stream.iterator();
        assertThat(chunks.hasNext()).isTrue();
      }
    }
  }

  /** All at once, cut by the server, or given up by the subscriber at the first piece. */
  private static void subscribe(Rig rig, int count, boolean cut) throws InterruptedException {
    Fault fault = cut ? Fault.cutStream() : Fault.stallBody();
    rig.fake.faults().on(CHAT).next(count, fault.afterChunks(2));
    CountDownLatch over = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      rig.client
          .chat()
          .publisher(ChatRequest.of(MODEL, "Count"))
          .subscribe(
              new Flow.Subscriber<>() {
                private Flow.@Nullable Subscription subscription;

                @Override
                public void onSubscribe(Flow.Subscription given) {
                  subscription = given;
                  given.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(ChatChunk chunk) {
                  if (!cut && subscription != null) {
                    subscription.cancel();
                    subscription = null;
                    over.countDown();
                  }
                }

                @Override
                public void onError(Throwable failure) {
                  over.countDown();
                }

                @Override
                public void onComplete() {}
              });
    }
    assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closingEndsAHundredCallsInFlight() throws Exception {
    try (Rig rig = new Rig(Rig.TODAY)) {
      rig.fake.faults().on(CHAT).next(100, Fault.stallBeforeHeaders());
      List<CompletableFuture<ChatCompletion>> calls = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        calls.add(rig.client.chat().async().complete(ChatRequest.of(MODEL, "Hi")));
      }
      assertThat(rig.fake.journal().awaitCalls(CHAT, 100, SOON)).isTrue();
      rig.client.close();
      for (CompletableFuture<ChatCompletion> call : calls) {
        assertThat(call)
            .failsWithin(SOON)
            .withThrowableThat()
            .withCauseInstanceOf(ClientClosedException.class);
      }
      assertThat(rig.fake.journal().awaitNoConnections(SOON)).isTrue();
    }
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("loraport") || name.startsWith("HttpClient-"))
        .collect(Collectors.toSet());
  }
}
