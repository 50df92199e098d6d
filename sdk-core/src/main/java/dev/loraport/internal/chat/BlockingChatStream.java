package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatStream;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.StreamException;
import dev.loraport.http.Delayer;
import dev.loraport.http.ResponseBody;
import dev.loraport.internal.http.Drainable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A stream that is read on the thread that asks for its chunks. */
final class BlockingChatStream implements ChatStream {
  /** How long the end of the body is waited for, once the answer is complete. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private final ChatFailures failures;
  private final ChunkDecoder decoder;
  private final ResponseBody body;
  private final Delayer delayer;
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile boolean closed;
  private @Nullable InputStream in;
  private @Nullable LoraportException failure;
  private boolean over;

  BlockingChatStream(
      ChatFailures failures, ChunkDecoder decoder, ResponseBody body, Delayer delayer) {
    this.failures = failures;
    this.decoder = decoder;
    this.body = body;
    this.delayer = delayer;
  }

  @Override
  public Iterator<ChatChunk> iterator() {
    if (taken.getAndSet(true)) {
      throw new IllegalStateException(
          "the stream was gone through before: it can be read once; result() has all of it");
    }
    return new Chunks();
  }

  @Override
  public Stream<ChatChunk> stream() {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), traits), false)
        .onClose(this::close);
  }

  @Override
  public ChatCompletion result() {
    taken.set(true);
    ChatChunk chunk = advance();
    while (chunk != null) {
      chunk = advance();
    }
    return decoder.partial();
  }

  @Override
  public ChatCompletion partial() {
    return decoder.partial();
  }

  @Override
  public Optional<String> requestId() {
    return Optional.ofNullable(failures.requestId());
  }

  @Override
  public void cancel() {
    close();
  }

  @Override
  public void close() {
    closed = true;
    body.close();
  }

  /** Looks for a chunk only when it is asked, so that none is held back for the next. */
  private final class Chunks implements Iterator<ChatChunk> {
    private @Nullable ChatChunk next;

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = advance();
      }
      return next != null;
    }

    @Override
    public ChatChunk next() {
      ChatChunk chunk = next == null ? advance() : next;
      next = null;
      if (chunk == null) {
        throw new NoSuchElementException("the stream is over");
      }
      return chunk;
    }
  }

  /** The next chunk, or null at the proper end. */
  private @Nullable ChatChunk advance() {
    if (failure != null) {
      throw failure;
    }
    if (over) {
      return null;
    }
    if (closed) {
      throw failed(decoder.closed(null));
    }
    try {
      return read();
    } catch (StreamException e) {
      throw failed(e);
    } catch (IOException e) {
      throw failed(exception(e));
    }
  }

  private @Nullable ChatChunk read() throws IOException {
    boolean more = true;
    while (true) {
      ChatChunk chunk = decoder.next();
      if (chunk != null) {
        return chunk;
      }
      if (decoder.isDone()) {
        drain();
        return finished();
      }
      if (!more) {
        StreamException cut = decoder.atEndOfBytes();
        if (cut != null) {
          throw closed ? decoder.closed(null) : cut;
        }
        return finished();
      }
      more = decoder.events().fill(input());
      if (!more) {
        decoder.events().end();
      }
    }
  }

  private InputStream input() {
    InputStream open = in;
    if (open == null) {
      open = body.stream();
      in = open;
    }
    return open;
  }

  private @Nullable ChatChunk finished() {
    over = true;
    decoder.release();
    body.close();
    return null;
  }

  private LoraportException failed(LoraportException e) {
    failure = e;
    decoder.release();
    body.close();
    return e;
  }

  private LoraportException exception(IOException e) {
    if (closed) {
      return decoder.closed(e);
    }
    boolean interrupted =
        Thread.currentThread().isInterrupted()
            || (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException));
    if (!interrupted) {
      return decoder.broken(e);
    }
    Thread.currentThread().interrupt();
    return new CallInterruptedException(
        failures.provider(),
        failures.operation(),
        failures.provider()
            + " "
            + failures.operation()
            + ": interrupted while it waited for a chunk"
            + requestId().map(id -> " (request-id=" + id + ")").orElse(""),
        decoder.closed(e));
  }

  /**
   * Reads the end of the body, so that its connection is used again; the answer is there anyway.
   */
  private void drain() {
    InputStream open = in;
    if (open == null) {
      return;
    }
    if (open instanceof Drainable bytes) {
      bytes.drain(GRACE);
      return;
    }
    CompletableFuture<@Nullable Void> timer = delayer.delay(GRACE);
    CompletableFuture<Void> end = timer.thenRun(body::close);
    try {
      byte[] rest = new byte[512];
      for (int i = 0; i < 128 && open.read(rest) >= 0; i++) {
        // what comes behind the end doesn't count
      }
    } catch (IOException e) {
      // the connection is lost, the answer isn't
    } finally {
      end.cancel(false);
      timer.cancel(false);
    }
  }
}
