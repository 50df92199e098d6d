package dev.loraport.internal.http;

import dev.loraport.error.CallTimeoutException.Phase;
import dev.loraport.http.HttpTransport.Limits;
import dev.loraport.http.RequestBody;
import dev.loraport.http.ResponseBody;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request and its answer on the JDK's client. */
final class JdkExchange implements Runnable, Timer.Limited {
  /** Bodies in memory up to this size go out in no time, and need no watching. */
  private static final int BRIEF = 64 << 10;

  private final Supplier<HttpClient> client;
  private final WireRequest request;
  private final JdkRequest.Headers headers;
  private final HttpClient.Version version;
  private final Limits limits;
  private final Executor workers;
  private final Executor executor;
  private final Consumer<ResponseBody> onBody;
  private final Consumer<JdkExchange> onEnd;
  private final Watch watch;
  private final CancellableFuture<WireResponse> result;
  private @Nullable CompletableFuture<?> sent;
  private @Nullable JdkBody body;
  private volatile @Nullable SendingPublisher sending;
  private boolean aborted;
  private boolean read;

  JdkExchange(
      Supplier<HttpClient> client,
      HttpClient.Version version,
      JdkRequest.Headers headers,
      WireRequest request,
      Limits limits,
      Executor workers,
      Executor executor,
      Timer timer,
      Consumer<ResponseBody> onBody,
      Consumer<JdkExchange> onEnd) {
    this.client = client;
    this.request = request;
    this.headers = headers;
    this.version = version;
    this.limits = limits;
    this.workers = workers;
    this.executor = executor;
    this.onBody = onBody;
    this.onEnd = onEnd;
    this.watch = new Watch(timer, this::fail);
    this.result = CancellableFuture.of(executor, () -> fail(new IOException("cancelled")));
  }

  @Override
  public long left() {
    return watch.left();
  }

  @Override
  public void look() {
    watch.look();
  }

  CompletableFuture<WireResponse> result() {
    return result;
  }

  private void over(@Nullable Throwable reason) {
    onEnd.accept(this);
    SendingPublisher upload = sending;
    if (reason != null && upload != null) {
      // the JDK's client just asks for no more, and what is sent would stay open
      upload.stop();
    }
  }

  /** Sends the request. It can block while a host name is looked up. */
  @Override
  public void run() {
    if (result.isDone()) {
      return;
    }
    watch.begin(Phase.RESPONSE_HEADERS, limits.responseHeaders());
    CompletableFuture<HttpResponse<ResponseBody>> future;
    try {
      future = client.get().sendAsync(build(), this::onHeaders);
    } catch (RuntimeException | Error e) {
      fail(e);
      return;
    }
    boolean tooLate;
    boolean over;
    synchronized (this) {
      sent = future;
      tooLate = aborted;
      over = read;
    }
    if (tooLate) {
      future.cancel(true);
    }
    if (over) {
      release(future);
    }
    future.whenComplete(
        (response, error) -> {
          if (error != null) {
            fail(Texts.unwrap(error));
          } else {
            withoutBody(response);
          }
        });
  }

  /** The body is over: lets the JDK's client forget the exchange. */
  private void release() {
    CompletableFuture<?> future;
    synchronized (this) {
      read = true;
      future = sent;
    }
    if (future != null) {
      release(future);
    }
  }

  /**
   * The JDK's client ends the future that it gave in a task for the common pool, which on machines
   * of one or two processors is a new thread for each answer. There is no task if the future has
   * ended already, and nobody waits for it: the answer came another way.
   */
  private void release(CompletableFuture<?> future) {
    future.complete(null);
    JdkBody opened;
    synchronized (this) {
      opened = body;
    }
    if (opened != null) {
      opened.release();
    }
  }

  /** Ends it; nothing happens if the answer is read to its end. */
  void fail(Throwable reason) {
    CompletableFuture<?> future;
    JdkBody opened;
    synchronized (this) {
      aborted = true;
      future = sent;
      opened = body;
    }
    watch.stop();
    over(reason);
    result.fail(reason);
    if (opened != null) {
      opened.fail(
          reason instanceof IOException io ? io : new IOException(Texts.of(reason), reason));
    }
    if (future != null && !future.isDone()) {
      future.cancel(true);
    }
  }

  /** A proxy that refuses a tunnel is an answer for which the client wants no body. */
  private void withoutBody(HttpResponse<ResponseBody> response) {
    synchronized (this) {
      if (body != null) {
        return;
      }
    }
    JdkBody empty = open(response.statusCode(), response.headers(), 0);
    empty.onSubscribe(SendingPublisher.NOTHING);
    empty.onComplete();
  }

  private BodySubscriber<ResponseBody> onHeaders(HttpResponse.ResponseInfo info) {
    // without the streams of firstValueAsLong
    List<String> lengths = info.headers().allValues("content-length");
    long announced = -1;
    try {
      announced = lengths.isEmpty() ? -1 : Long.parseLong(lengths.get(0));
    } catch (NumberFormatException e) {
      // the JDK's client would leave the connection open
      fail(new ProtocolException("malformed Content-Length: " + lengths.get(0)));
    }
    return open(info.statusCode(), info.headers(), announced);
  }

  private JdkBody open(int status, HttpHeaders headers, long announced) {
    JdkBody opened =
        new JdkBody(
            watch,
            limits.readIdle(),
            executor,
            announced,
            () -> answer(status, headers),
            this::over,
            this::release);
    boolean tooLate;
    synchronized (this) {
      body = opened;
      tooLate = aborted;
    }
    if (tooLate) {
      opened.close();
    }
    return opened;
  }

  private void answer(int status, HttpHeaders headers) {
    JdkBody opened;
    synchronized (this) {
      opened = body;
    }
    if (opened == null) {
      return;
    }
    onBody.accept(opened);
    if (!result.finish(new WireResponse(status, headers, opened))) {
      opened.close();
    }
  }

  private HttpRequest build() {
    RequestBody content = request.body().orElse(null);
    BodyPublisher publisher = null;
    if (content != null) {
      publisher = publisher(content);
    } else if (!request.method().equals("GET") && !request.method().equals("DELETE")) {
      publisher = BodyPublishers.noBody();
    }
    String type = content == null ? null : content.contentType().orElse(null);
    return new JdkRequest(request, version, headers.of(request, type), publisher);
  }

  private BodyPublisher publisher(RequestBody content) {
    Optional<byte[]> bytes = content.inMemory();
    if (bytes.isPresent()) {
      BodyPublisher whole = BodyPublishers.ofByteArray(bytes.get());
      return whole.contentLength() <= BRIEF
          ? whole
          : BodyPublishers.fromPublisher(
              new SendingPublisher(whole, Runnable::run, watch), whole.contentLength());
    }
    if (content.contentLength() == 0) {
      return BodyPublishers.noBody();
    }
    Flow.Publisher<ByteBuffer> source = content.open();
    if (source == null) {
      throw new IllegalStateException(
          "open() of " + content.getClass().getName() + " gave null in place of a publisher");
    }
    SendingPublisher upload = new SendingPublisher(source, workers, watch);
    sending = upload;
    return BodyPublishers.fromPublisher(upload, content.contentLength());
  }
}
