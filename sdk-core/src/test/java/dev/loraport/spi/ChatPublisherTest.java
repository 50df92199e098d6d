package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.ReactiveRules;
import dev.loraport.chat.ChatAssembler;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.TextRequest;
import dev.loraport.error.ApiException;
import dev.loraport.error.StreamException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ChatPublisherTest {
  private static final String A = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";
  private static final ChatRequest REQUEST = ChatRequest.of("m", "hi");

  private static Flow.Publisher<ChatChunk> publisher(FakeBody body) {
    return ChatCaller.events(body).chat().publisher(REQUEST);
  }

  static final class Rules extends ReactiveRules.ForPublisher<ChatChunk> {
    @Override
    public Flow.Publisher<ChatChunk> createFlowPublisher(long elements) {
      return publisher(FakeBody.of(A.repeat((int) elements), DONE));
    }

    @Override
    public Flow.Publisher<ChatChunk> createFailedFlowPublisher() {
      return publisher(FakeBody.open().breakOff(new IOException("reset")));
    }
  }

  @TestFactory
  Stream<DynamicTest> keepsTheRulesOfReactiveStreams() {
    return ReactiveRules.of(Rules::new);
  }

  /** Keeps what it is told, and asks for nothing by itself. */
  private static final class Listener implements Flow.Subscriber<ChatChunk> {
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final List<String> texts = new ArrayList<>();
    final ChatAssembler assembler = new ChatAssembler();
    final CompletableFuture<List<String>> end = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
    }

    @Override
    public void onNext(ChatChunk chunk) {
      texts.add(chunk.text());
      assembler.add(chunk);
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      end.complete(texts);
    }

    List<String> all() throws Exception {
      subscription.join().request(Long.MAX_VALUE);
      return end.get(10, TimeUnit.SECONDS);
    }
  }

  private static Listener listener(Flow.Publisher<ChatChunk> publisher) {
    Listener listener = new Listener();
    publisher.subscribe(listener);
    return listener;
  }

  @Test
  void readsTheTranscriptsHoweverTheyAreCut() throws Exception {
    byte[] bytes = Transcripts.TOGETHER_TEXT.getBytes(StandardCharsets.UTF_8);
    for (int size : new int[] {1, 7, 100, bytes.length}) {
      FakeBody body = new FakeBody();
      for (int from = 0; from < bytes.length; from += size) {
        body.put(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
      }
      assertThat(listener(publisher(body.end())).all()).containsExactly("Li", "má.", "");
    }
  }

  @Test
  void whatCameCanBePutTogetherAlsoAfterABreak() throws Exception {
    Listener whole = listener(publisher(FakeBody.of(Transcripts.TOGETHER_TEXT)));
    whole.all();
    try (ChatStream stream =
        ChatCaller.events(FakeBody.of(Transcripts.TOGETHER_TEXT)).chat().stream(REQUEST)) {
      assertThat(whole.assembler.answer()).isEqualTo(stream.result());
    }

    Listener broken = listener(publisher(FakeBody.of(A)));
    assertThatThrownBy(broken::all)
        .cause()
        .isInstanceOfSatisfying(
            StreamException.class,
            e -> assertThat(broken.assembler.answer()).isEqualTo(e.partial()));
    assertThat(broken.assembler.answer().requestId()).contains("req-7");
  }

  @Test
  void aTextIsPublishedToo() throws Exception {
    ChatCaller caller = ChatCaller.events(FakeBody.of(Transcripts.TOGETHER_PLAIN));
    assertThat(listener(caller.chat().publisherText(TextRequest.of("m", "Once"))).all())
        .containsExactly(" up", "on", "");
    assertThat(caller.call().uri().getPath()).isEqualTo("/v1/completions");
  }

  @Test
  void sendsNothingBeforeItIsSubscribedTo() {
    ChatCaller caller = ChatCaller.events(FakeBody.of(DONE));
    Flow.Publisher<ChatChunk> publisher = caller.chat().publisher(REQUEST);
    assertThat(caller.wasCalled()).isFalse();
    listener(publisher);
    assertThat(caller.wasCalled()).isTrue();
  }

  @Test
  void theEndIsReadSoThatTheConnectionIsUsedAgain() throws Exception {
    FakeBody body = FakeBody.open(A + DONE);
    assertThat(listener(publisher(body)).all()).containsExactly("a");
    body.put(": bye\n\n".getBytes(StandardCharsets.UTF_8)).end();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!body.wasReadToEnd() && System.nanoTime() < limit) {
      Thread.onSpinWait();
    }
    assertThat(body.wasReadToEnd()).isTrue();
  }

  @Test
  void cancellingClosesTheConnection() throws Exception {
    FakeBody body = FakeBody.open(A);
    Listener listener = listener(publisher(body));
    listener.subscription.join().request(1);
    listener.subscription.join().cancel();
    assertThat(body.awaitClosed()).isTrue();
    assertThat(listener.end).isNotDone();
  }

  @Test
  void cancellingBeforeTheAnswerEndsTheCall() {
    ChatCaller caller = ChatCaller.silent();
    Listener listener = listener(caller.chat().publisher(REQUEST));
    listener.subscription.join().cancel();
    assertThat(caller.opening()).isCancelled();
  }

  @Test
  void aSecondSubscriberIsRefused() {
    Flow.Publisher<ChatChunk> publisher = publisher(FakeBody.of(DONE));
    listener(publisher);
    assertThatThrownBy(() -> listener(publisher).all())
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void anAnswerThatBreaksOffIsAnError() {
    assertThatThrownBy(() -> listener(publisher(FakeBody.of(A))).all())
        .cause()
        .isInstanceOfSatisfying(
            StreamException.class, e -> assertThat(e.partial().text()).isEqualTo("a"));
    FakeBody reset = FakeBody.open(A).breakOff(new IOException("reset"));
    assertThatThrownBy(() -> listener(publisher(reset)).all())
        .cause()
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("the connection ended in the middle of the answer, after 1 chunk")
        .hasRootCauseMessage("reset");
  }

  @Test
  void aWholeAnswerIsOneChunkAndAnErrorIsAnError() throws Exception {
    ChatCaller whole = ChatCaller.json("{\"choices\":[{\"message\":{\"content\":\"a\"}}]}");
    assertThat(listener(whole.chat().publisher(REQUEST)).all()).containsExactly("a");
    ChatCaller error = ChatCaller.json("{\"error\":\"no\"}");
    assertThatThrownBy(() -> listener(error.chat().publisher(REQUEST)).all())
        .hasCauseInstanceOf(ApiException.class);
  }

  @Test
  void aSubscriberThatThrowsIsCancelled() throws Exception {
    FakeBody body = FakeBody.open(A, A);
    AtomicReference<Flow.Subscription> given = new AtomicReference<>();
    publisher(body)
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                given.set(subscription);
              }

              @Override
              public void onNext(ChatChunk chunk) {
                Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {});
                throw new IllegalStateException("a mistake of the subscriber");
              }

              @Override
              public void onError(Throwable failure) {}

              @Override
              public void onComplete() {}
            });
    Objects.requireNonNull(given.get()).request(2);
    assertThat(body.awaitClosed()).isTrue();
  }
}
