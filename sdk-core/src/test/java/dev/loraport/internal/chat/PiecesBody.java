package dev.loraport.internal.chat;

import dev.loraport.http.ResponseBody;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Operation;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A body that is published in pieces, on the thread that asks for them. */
final class PiecesBody implements ResponseBody {
  private static final Call CALL =
      Call.post(new Operation("chat.stream", Operation.Kind.STREAM), URI.create("")).build();

  private final byte[] bytes;
  private final int[] ends;

  private PiecesBody(byte[] bytes, int[] cuts) {
    this.bytes = bytes;
    this.ends = Arrays.copyOf(cuts, cuts.length + 1);
    this.ends[cuts.length] = bytes.length;
  }

  /** The answer to a call that has such a body. */
  static Caller.Opened opened(byte[] bytes, int[] cuts) {
    HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
    return new Caller.Opened(
        new WireResponse(200, none, new PiecesBody(bytes, cuts)), CALL, Optional.empty());
  }

  @Override
  public Flow.Publisher<ByteBuffer> publisher() {
    return subscriber -> subscriber.onSubscribe(new Pieces(subscriber));
  }

  private final class Pieces implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private int next;

    Pieces(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long count) {
      for (long left = count; left > 0 && next <= ends.length; left--) {
        if (next == ends.length) {
          next++;
          subscriber.onComplete();
        } else {
          int from = next == 0 ? 0 : ends[next - 1];
          subscriber.onNext(ByteBuffer.wrap(bytes, from, ends[next++] - from));
        }
      }
    }

    @Override
    public void cancel() {
      next = ends.length + 1;
    }
  }

  @Override
  public CompletableFuture<byte[]> bytes(int limit) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException());
  }

  @Override
  public InputStream stream() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
