package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.StreamException;
import dev.loraport.http.RetryPolicy;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many calls of which many go wrong. */
@Timeout(120)
class TogetherLoadTest {
  private static final String MODEL = "Qwen/Qwen2.5-7B-Instruct-Turbo";
  private static final String CHAT = "POST /v1/chat/completions";
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

  private static void callsWithFaultsEndEachOnce(int count) throws Exception {
    RetryPolicy oneMore = RetryPolicy.builder().maxRetries(1).budget(count / 10).build();
    try (Rig rig =
        new Rig(
            Rig.TODAY,
            c ->
                c.maxConcurrentCalls(AT_ONCE)
                    .retryPolicy(oneMore)
                    .delayer(pause -> CompletableFuture.completedFuture(null)))) {
      plan(rig.fake.faults().on(CHAT), count);
      AtomicIntegerArray ends = new AtomicIntegerArray(count);
      AtomicInteger answered = new AtomicInteger();
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int call = i;
        calls.add(
            rig.client
                .chat()
                .async()
                .complete(ChatRequest.of(MODEL, "call " + call + "."))
                .handle(
                    (answer, failure) -> {
                      ends.incrementAndGet(call);
                      if (failure == null) {
                        answered.incrementAndGet();
                        assertThat(answer.text()).endsWith("to: call " + call + ".");
                      } else {
                        assertThat(LinkedFuture.cause(failure))
                            .isInstanceOf(LoraportException.class);
                      }
                      return null;
                    }));
      }
      CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new))
          .get(100, TimeUnit.SECONDS);
      for (int i = 0; i < count; i++) {
        assertThat(ends.get(i)).as("ends of call %d", i).isEqualTo(1);
      }
      assertThat(answered.get()).isBetween(count * 7 / 10, count - 1);
      // at the most one for each call at a time, and some of which the server has not seen the end
      assertThat(rig.fake.journal().openConnections()).isLessThanOrEqualTo(2 * AT_ONCE);
      rig.fake.assertNoViolations();
    }
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
    try (Rig rig = new Rig(Rig.TODAY)) {
      rig.fake.chat().reply("One", " two", " three");
      cutByTheServer(rig, 5);
      cutByTheReader(rig, 5);
      int threads = threads().size();
      cutByTheServer(rig, 100);
      cutByTheReader(rig, 100);
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
