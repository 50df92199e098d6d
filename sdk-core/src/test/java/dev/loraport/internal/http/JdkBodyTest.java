package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.error.ClientClosedException;
import dev.loraport.http.BodyTooLargeException;
import dev.loraport.http.ResponseBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A body of which pieces have come before there is a reader, and what is asked for when. */
@Timeout(20)
class JdkBodyTest {
  private final Timer timer = new Timer("body-test");
  private final List<Long> asked = new ArrayList<>();
  private final JdkBody body = body(() -> {});

  @AfterEach
  void closeTimer() {
    timer.close();
  }

  private JdkBody body(Runnable onOpen) {
    return new JdkBody(
        new Watch(timer, timeout -> {}),
        Duration.ZERO,
        Runnable::run,
        -1,
        onOpen,
        failure -> {},
        () -> {});
  }

  /** Takes a note of what is asked for. */
  private final class Source implements Flow.Subscription {
    @Override
    public void request(long count) {
      asked.add(count);
    }

    @Override
    public void cancel() {}
  }

  private void comes(String text) {
    body.onNext(List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  /** What a reader got: the bytes, and why it got no more if that wasn't the proper end. */
  private record Got(String text, @Nullable String failure) {}

  @FunctionalInterface
  private interface Reading {
    Got of(ResponseBody body) throws Exception;
  }

  private static Got blocking(ResponseBody body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = body.stream()) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        bytes.write(next);
      }
      return new Got(bytes.toString(StandardCharsets.UTF_8), null);
    } catch (IOException e) {
      return new Got(bytes.toString(StandardCharsets.UTF_8), e.getMessage());
    }
  }

  /** Collects what it is told. */
  private static final class Collector implements Flow.Subscriber<ByteBuffer> {
    private final Consumer<Flow.Subscription> asking;
    private final StringBuilder text = new StringBuilder();
    private final List<String> ends = new ArrayList<>();

    Collector(Consumer<Flow.Subscription> asking) {
      this.asking = asking;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      asking.accept(subscription);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      text.append(StandardCharsets.UTF_8.decode(bytes));
    }

    @Override
    public void onError(Throwable failure) {
      ends.add(failure.getMessage());
    }

    @Override
    public void onComplete() {
      ends.add("");
    }
  }

  private static Got published(ResponseBody body) {
    Collector all = new Collector(subscription -> subscription.request(Long.MAX_VALUE));
    body.publisher().subscribe(all);
    assertThat(all.ends).hasSize(1);
    String end = all.ends.get(0);
    return new Got(all.text.toString(), end.isEmpty() ? null : end);
  }

  private static Got whole(ResponseBody body) throws Exception {
    try {
      return new Got(new String(body.bytes(100).get(), StandardCharsets.UTF_8), null);
    } catch (ExecutionException e) {
      return new Got("", Texts.of(Texts.unwrap(e)));
    }
  }

  static Stream<Reading> readings() {
    return Stream.of(JdkBodyTest::blocking, JdkBodyTest::published, JdkBodyTest::whole);
  }

  @Test
  void asksForTwoPiecesBeforeItIsReadAndForNoMore() {
    body.onSubscribe(new Source());
    comes("ab");
    comes("cd");

    assertThat(asked).containsExactly(2L);
  }

  @Test
  void aReaderNeedsNotAskWhileAPieceIsOnItsWayAndMoreIsAskedForWhereItArrives() throws Exception {
    body.onSubscribe(new Source());
    comes("ab");
    try (InputStream in = body.stream()) {
      in.readNBytes(2);
      assertThat(asked).containsExactly(2L);

      comes("cd");

      assertThat(asked).containsExactly(2L, 16L);
    }
  }

  @Test
  void aReaderAsksAgainOnceLittleWaitsForIt() throws Exception {
    body.onSubscribe(new Source());
    try (InputStream in = body.stream()) {
      comes("x".repeat(70_000));
      comes("x".repeat(70_000));
      assertThat(asked).containsExactly(2L);

      in.readNBytes(70_000);
      assertThat(asked).containsExactly(2L);
      in.readNBytes(10_000);

      assertThat(asked).containsExactly(2L, 16L);
    }
  }

  @Test
  void asksForNothingAheadOfAReaderThatCameWithTheHeaders() {
    List<JdkBody> opened = new ArrayList<>();
    opened.add(body(() -> opened.get(0).bytes(100)));

    opened.get(0).onSubscribe(new Source());

    assertThat(asked).containsExactly(Long.MAX_VALUE);
  }

  @Test
  void aSubscriberThatTakesItsTimeHoldsTheConnectionBack() {
    List<Flow.Subscription> given = new ArrayList<>();
    body.onSubscribe(new Source());
    body.publisher().subscribe(new Collector(given::add));
    assertThat(asked).containsExactly(2L);

    given.get(0).request(1);
    comes("ab");
    comes("cd");
    assertThat(asked).containsExactly(2L, 1L);

    given.get(0).request(2);
    assertThat(asked).containsExactly(2L, 1L, 1L);
  }

  @ParameterizedTest
  @MethodSource("readings")
  void handsOverWhatCameBeforeItsReader(Reading reading) throws Exception {
    body.onSubscribe(new Source());
    comes("ab");
    body.onComplete();

    assertThat(reading.of(body)).isEqualTo(new Got("ab", null));
  }

  @ParameterizedTest
  @MethodSource("readings")
  void aCallThatWasEndedSaysSoAlsoWhereAllOfItsBodyHadCome(Reading reading) throws Exception {
    body.onSubscribe(new Source());
    comes("ab");
    body.onComplete();
    GuardedBody guarded =
        new GuardedBody(body, Runnable::run, Runnable::run, broken -> broken, end -> {});
    guarded.abort(new ClientClosedException("acme", "things.do", "closed"));

    assertThat(reading.of(guarded).failure()).isEqualTo("closed");
  }

  @Test
  void theBeginningOfABodyMayHaveComeBeforeItIsAskedFor() throws Exception {
    body.onSubscribe(new Source());
    comes("ab");

    assertThat(body.head(1).get()).containsExactly('a');
  }

  @Test
  void tellsOfABreakAfterWhatCameBeforeIt() throws Exception {
    body.onSubscribe(new Source());
    comes("ab");
    body.onError(new IOException("cut"));

    assertThat(blocking(body)).isEqualTo(new Got("ab", "cut"));
  }

  @Test
  void publishesABreakAfterWhatCameBeforeIt() {
    body.onSubscribe(new Source());
    comes("ab");
    body.onError(new IOException("cut"));

    assertThat(published(body)).isEqualTo(new Got("ab", "cut"));
  }

  @Test
  void keepsTheLimitForWhatCameBeforeItsReader() {
    body.onSubscribe(new Source());
    comes("abc");
    body.onComplete();

    assertThatThrownBy(() -> body.bytes(2).get()).hasCauseInstanceOf(BodyTooLargeException.class);
  }

  @Test
  void lettingTheRestGoWaitsForItsEnd() throws Exception {
    body.onSubscribe(new Source());
    InputStream in = body.stream();
    comes("rest");
    Thread server = new Thread(body::onComplete);
    server.start();

    ((Drainable) in).drain(Duration.ofSeconds(10));

    assertThat(in.read()).isNegative();
    server.join();
  }

  @Test
  void lettingTheRestGoWaitsNoLongerThanTold() throws Exception {
    body.onSubscribe(new Source());
    try (InputStream in = body.stream()) {
      ((Drainable) in).drain(Duration.ofMillis(1));

      comes("late");
      assertThat(in.read()).isEqualTo('l');
    }
  }

  @Test
  void anInterruptEndsTheWaitForTheRestAndStays() {
    body.onSubscribe(new Source());
    InputStream in = body.stream();
    Thread.currentThread().interrupt();

    ((Drainable) in).drain(Duration.ofSeconds(10));

    assertThat(Thread.interrupted()).isTrue();
  }
}
