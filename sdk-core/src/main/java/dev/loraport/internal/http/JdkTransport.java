package dev.loraport.internal.http;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import dev.loraport.http.HttpTransport;
import dev.loraport.http.ResponseBody;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The transport on {@link HttpClient}. There is one for https and one for plain http, each built
 * with its first request: what the first needs takes long to make ready, and the other doesn't.
 */
final class JdkTransport implements HttpTransport {
  /** For how long the JVM keeps the address of a name, if it isn't set otherwise. */
  private static final long KEPT_NANOS = Duration.ofSeconds(30).toNanos();

  private final ClientConfig config;
  private final Executor workers;
  private final Executor executor;
  private final Timer timer;
  private final boolean own;
  private final Set<JdkExchange> running = ConcurrentHashMap.newKeySet();
  private final JdkRequest.Headers headers = new JdkRequest.Headers();
  private @Nullable HttpClient plain;
  private @Nullable HttpClient secure;
  private volatile boolean closed;
  // a host that answered, and when it was asked: its address is at least as new
  private volatile Map.Entry<String, Long> known = Map.entry("", 0L);

  /**
   * Makes a transport.
   *
   * @param config the settings
   * @param workers where requests are started and their bodies read
   * @param executor where subscribers of a body are told
   * @param timer for the limits of an attempt
   */
  JdkTransport(ClientConfig config, Executor workers, Executor executor, Timer timer) {
    this.config = config;
    this.workers = workers;
    this.executor = executor;
    this.timer = timer;
    timer.watch(running);
    HttpClient client = config.httpClient().orElse(null);
    this.own = client == null;
    this.plain = client;
    this.secure = client;
    if (client != null && client.followRedirects() != Redirect.NEVER) {
      throw new ConfigurationException(
          null,
          "httpClient follows redirects, which would carry keys to other hosts; build it with"
              + " followRedirects(HttpClient.Redirect.NEVER)");
    }
    if (client != null && (config.proxy().isPresent() || config.sslContext().isPresent())) {
      throw new ConfigurationException(
          null, "httpClient brings its own proxy and sslContext; set these there and not here");
    }
  }

  @Override
  public CompletableFuture<WireResponse> send(WireRequest request, Limits limits) {
    return send(request, limits, null, body -> {});
  }

  /**
   * Sends a request.
   *
   * @param caller the thread that sends it; one of the client's own if it is null
   * @param onBody told of the answer's body before anybody else is
   */
  CompletableFuture<WireResponse> send(
      WireRequest request,
      Limits limits,
      @Nullable CallingThread caller,
      Consumer<ResponseBody> onBody) {
    JdkExchange exchange =
        new JdkExchange(
            Origins.isHttps(request.uri()) ? this::secure : this::plain,
            version(request),
            headers,
            request,
            limits,
            workers,
            executor,
            timer,
            onBody,
            running::remove);
    running.add(exchange);
    if (closed) {
      exchange.fail(new IOException("closed"));
    } else {
      executor(caller, request.uri().getHost(), exchange.result()).execute(exchange);
    }
    return exchange.result();
  }

  /**
   * A thread that looks a name up can't be called off. So one that waits for its call sends it only
   * where the JVM knows the address; the first request to a host, and one each 30 seconds, is sent
   * by a thread of the client.
   */
  private Executor executor(
      @Nullable CallingThread caller, @Nullable String host, CompletableFuture<?> answer) {
    if (caller == null) {
      return workers;
    }
    Map.Entry<String, Long> last = known;
    long now = System.nanoTime();
    if (last.getKey().equals(host) && now - last.getValue() < KEPT_NANOS) {
      return caller;
    }
    if (host != null) {
      answer.thenRun(() -> known = Map.entry(host, now));
    }
    return workers;
  }

  /** Over plain http, version 2 would ask each server to change protocols. */
  private Version version(WireRequest request) {
    return config.http2() && "https".equalsIgnoreCase(request.uri().getScheme())
        ? Version.HTTP_2
        : Version.HTTP_1_1;
  }

  private synchronized HttpClient secure() {
    HttpClient client = secure;
    if (client == null) {
      HttpClient.Builder builder = builder();
      config.sslContext().ifPresent(builder::sslContext);
      if (config.sslContext().isPresent() || !isJdksOwn()) {
        // its managers of keys and of trust are code of the user, and may ask others
        builder.executor(workers);
      }
      client = builder.build();
      secure = client;
    }
    return client;
  }

  /** Whether TLS is the JVM's own, and not that of {@link SSLContext#setDefault}. */
  private static boolean isJdksOwn() {
    try {
      return SSLContext.getDefault().getProtocol().equals("Default");
    } catch (NoSuchAlgorithmException e) {
      return true; // the builder says what is wrong
    }
  }

  private synchronized HttpClient plain() {
    HttpClient client = plain;
    if (client == null) {
      client = builder().sslContext(new NoTls()).build();
      plain = client;
    }
    return client;
  }

  private HttpClient.Builder builder() {
    if (closed) {
      throw new IllegalStateException("the transport is closed");
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .version(config.http2() ? Version.HTTP_2 : Version.HTTP_1_1)
            // On the thread that has the bytes: handing each answer from thread to thread costs as
            // much as all the rest. Code of a user never runs there. Not tried with HTTP/2.
            .executor(config.http2() ? workers : new OnTheSpot());
    if (!config.timeouts().connect().isZero()) {
      builder.connectTimeout(CallState.bounded(config.timeouts().connect()));
    }
    config.proxy().ifPresent(builder::proxy);
    return builder;
  }

  @Override
  public void close() {
    closed = true;
    for (JdkExchange exchange : running) {
      exchange.fail(new IOException("closed"));
    }
    HttpClient[] clients;
    synchronized (this) {
      clients = new HttpClient[] {plain, secure};
      plain = null;
      secure = null;
    }
    for (HttpClient client : clients) {
      if (own && client != null) {
        JdkClients.shutdownNow(client);
      }
    }
  }
}
