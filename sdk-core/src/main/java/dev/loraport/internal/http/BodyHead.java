package dev.loraport.internal.http;

import dev.loraport.http.ResponseBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The beginning of a body, or as much of it as came. */
final class BodyHead implements Flow.Subscriber<ByteBuffer> {
  private final int limit;
  private final ResponseBody body;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();

  private BodyHead(int limit, ResponseBody body) {
    this.limit = limit;
    this.body = body;
  }

  /** Reads the beginning of a body and closes it. */
  static CompletableFuture<byte[]> of(ResponseBody body, int limit) {
    if (body instanceof JdkBody own) {
      return own.head(limit);
    }
    BodyHead head = new BodyHead(limit, body);
    body.publisher().subscribe(head);
    return head.result;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ByteBuffer buffer) {
    int count = Math.min(buffer.remaining(), limit - bytes.size());
    byte[] part = new byte[count];
    buffer.get(part);
    bytes.write(part, 0, count);
    if (bytes.size() == limit && !result.isDone()) {
      end();
    }
  }

  @Override
  public void onError(@Nullable Throwable error) {
    end();
  }

  @Override
  public void onComplete() {
    end();
  }

  private void end() {
    body.close();
    result.complete(bytes.toByteArray());
  }
}
