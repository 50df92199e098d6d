package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.error.LoraportException;
import dev.loraport.http.Delayer;
import dev.loraport.http.ResponseBody;
import dev.loraport.spi.Caller;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands the chunks of one stream to one subscriber, as it asks for them.
 *
 * <p>What comes from the connection, from the subscriber and from the clock only leaves a note and
 * {@link #wake()}s; all work is done by {@link #work()}, which runs on the client's executor and
 * never twice at once. One buffer of bytes and one chunk are held at most, so that the end is seen
 * without further demand.
 */
final class ChatSubscription implements Flow.Subscription {
  private final Supplier<CompletableFuture<Caller.Opened>> open;
  private final AnswerReader answers;
  private final Executor executor;
  private final Delayer delayer;

  // begins at 1, so that nothing is signalled before onSubscribe has returned
  private final AtomicInteger pending = new AtomicInteger(1);
  private final AtomicLong demand = new AtomicLong();
  private volatile boolean cancelled;
  private volatile boolean misused;
  private volatile @Nullable CompletableFuture<?> opening;
  private volatile @Nullable ResponseBody body;
  private volatile @Nullable Throwable openFailure;
  private volatile @Nullable ChunkDecoder decoder;
  private volatile @Nullable Incoming incoming;

  // only touched by work()
  private Flow.@Nullable Subscriber<? super ChatChunk> subscriber;
  private @Nullable ChatChunk next;
  private boolean asked;
  private boolean bytesEnded;

  ChatSubscription(
      Flow.Subscriber<? super ChatChunk> subscriber,
      Supplier<CompletableFuture<Caller.Opened>> open,
      AnswerReader answers,
      Executor executor,
      Delayer delayer) {
    this.subscriber = subscriber;
    this.open = open;
    this.answers = answers;
    this.executor = executor;
    this.delayer = delayer;
  }

  /** Introduces itself to the subscriber, and sends the request. */
  void start() {
    Flow.Subscriber<? super ChatChunk> first = subscriber;
    if (first == null) {
      return;
    }
    first.onSubscribe(this);
    if (!cancelled && !misused) {
      send();
    }
    if (pending.decrementAndGet() > 0) {
      schedule();
    }
  }

  /** What has come so far, put together; once chunks have come, or the end has. */
  ChatCompletion soFar() {
    return Objects.requireNonNull(decoder, "decoder").partial();
  }

  private void send() {
    try {
      CompletableFuture<Caller.Opened> sent = open.get();
      opening = sent;
      sent.whenComplete(this::opened);
      if (cancelled) {
        sent.cancel(true);
      }
    } catch (RuntimeException e) {
      openFailure = e;
      wake();
    }
  }

  private void opened(Caller.@Nullable Opened opened, @Nullable Throwable failure) {
    if (opened == null) {
      openFailure = failure == null ? new IllegalStateException("nothing was opened") : failure;
      wake();
      return;
    }
    ResponseBody answer = opened.response().body();
    body = answer;
    if (cancelled) {
      answer.close();
      return;
    }
    try {
      read(opened, answer);
    } catch (RuntimeException e) {
      openFailure = e;
    }
    wake();
  }

  private void read(Caller.Opened opened, ResponseBody answer) {
    if (AnswerReader.isStream(opened)) {
      Incoming bytes = new Incoming(this::wake);
      incoming = bytes;
      answer.publisher().subscribe(bytes);
      decoder = answers.decoder(opened);
    } else {
      answers.whole(opened).whenComplete((whole, broken) -> whole(opened, whole, broken));
    }
  }

  private void whole(
      Caller.Opened opened, @Nullable ChatCompletion whole, @Nullable Throwable failure) {
    if (whole == null) {
      openFailure = failure;
    } else {
      ChunkDecoder only = answers.decoder(opened);
      only.whole(whole);
      decoder = only;
    }
    wake();
  }

  @Override
  public void request(long count) {
    if (count <= 0) {
      misused = true;
    } else {
      demand.accumulateAndGet(count, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
    }
    wake();
  }

  @Override
  public void cancel() {
    cancelled = true;
    CompletableFuture<?> sent = opening;
    if (sent != null) {
      sent.cancel(true);
    }
    closeBody();
    wake();
  }

  private void wake() {
    if (pending.getAndIncrement() == 0) {
      schedule();
    }
  }

  private void schedule() {
    executor.execute(this::work);
  }

  private void work() {
    int notes = pending.get();
    while (notes != 0) {
      try {
        handOver();
      } catch (Throwable e) {
        // a subscriber must not throw; its subscription counts as cancelled then
        cancelled = true;
        forget();
        throw e;
      }
      notes = pending.addAndGet(-notes);
    }
  }

  private void handOver() {
    while (subscriber != null) {
      if (cancelled) {
        forget();
      } else if (misused) {
        fail(
            new IllegalArgumentException(
                "request(n) needs 1 or more: rule 3.9 of Reactive Streams"));
      } else if (!step(subscriber)) {
        return;
      }
    }
  }

  /** Does one thing; false if there is nothing to do until the next note. */
  private boolean step(Flow.Subscriber<? super ChatChunk> to) {
    ChunkDecoder chunks = decoder;
    if (chunks == null) {
      Throwable failure = openFailure;
      if (failure != null) {
        fail(AnswerReader.unwrap(failure));
      }
      return failure != null;
    }
    Incoming bytes = incoming;
    if (bytes != null && bytes.aborted() != null && !chunks.isDone()) {
      // behind a chunk that nobody asks for it would never be told
      fail(aborted(chunks, bytes));
      return true;
    }
    try {
      if (next == null) {
        next = chunks.next();
      }
    } catch (RuntimeException e) {
      fail(e);
      return true;
    }
    ChatChunk chunk = next;
    if (chunk == null) {
      return more(chunks);
    }
    if (demand.get() == 0) {
      return false;
    }
    next = null;
    demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
    to.onNext(chunk);
    return true;
  }

  /** What has come is a part of the answer, whether it was asked for or not. */
  private static LoraportException aborted(ChunkDecoder chunks, Incoming bytes) {
    try {
      ByteBuffer last = bytes.take();
      if (last != null) {
        chunks.events().put(last);
      }
      while (chunks.next() != null) {
        // it is added to the answer
      }
      return chunks.broken(Objects.requireNonNull(bytes.aborted()));
    } catch (LoraportException e) {
      return e;
    }
  }

  private boolean more(ChunkDecoder chunks) {
    Incoming bytes = incoming;
    if (chunks.isDone() || bytes == null) {
      complete();
      return true;
    }
    // the order matters: what came before the end is seen before it
    boolean ended = bytes.isEnded();
    ByteBuffer buffer = bytes.take();
    if (buffer != null) {
      asked = false;
      chunks.events().put(buffer);
      return true;
    }
    if (!ended) {
      boolean first = !asked;
      asked = true;
      if (first) {
        bytes.request();
      }
      return first;
    }
    Throwable broken = bytes.failure();
    if (broken != null) {
      fail(chunks.broken(broken));
    } else if (!bytesEnded) {
      bytesEnded = true;
      chunks.events().end();
    } else {
      LoraportException cut = chunks.atEndOfBytes();
      if (cut == null) {
        complete();
      } else {
        fail(cut);
      }
    }
    return true;
  }

  private void complete() {
    Flow.Subscriber<? super ChatChunk> to = subscriber;
    Incoming bytes = incoming;
    ResponseBody open = body;
    release();
    if (bytes != null && open != null) {
      bytes.drain(delayer, open);
    }
    if (to != null) {
      to.onComplete();
    }
  }

  private void fail(Throwable failure) {
    Flow.Subscriber<? super ChatChunk> to = subscriber;
    forget();
    if (to != null) {
      to.onError(failure);
    }
  }

  private void forget() {
    CompletableFuture<?> sent = opening;
    if (sent != null) {
      sent.cancel(true);
    }
    closeBody();
    release();
  }

  private void release() {
    subscriber = null;
    next = null;
    ChunkDecoder chunks = decoder;
    if (chunks != null) {
      chunks.release();
    }
  }

  private void closeBody() {
    ResponseBody open = body;
    if (open != null) {
      open.close();
    }
  }
}
