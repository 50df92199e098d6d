package dev.loraport.internal.http;

import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.http.CallInfo;
import dev.loraport.http.HttpTransport.Limits;
import dev.loraport.http.WireRequest;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What is known of one call while it runs. */
final class CallState {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final String provider;
  private final Call call;
  private final WireRequest request;
  private final long id;
  private final @Nullable CallingThread caller;
  private final int maxRetries;
  private final Duration total;
  private final Duration turnLimit;
  private final Duration patience;
  private final Limits limits;
  private final Map<String, Json> extraBody;
  private final Scope scope = new Scope();
  private final long start = System.nanoTime();
  private volatile Duration pauses = Duration.ZERO;
  private final AtomicInteger attempt = new AtomicInteger();
  private final AtomicInteger retries = new AtomicInteger();
  private final AtomicInteger waits = new AtomicInteger();
  private volatile boolean sent;
  private volatile Set<URI> asked = Set.of();
  private volatile URI target;
  private volatile String key = "";
  private volatile @Nullable String requestId;
  private volatile boolean maybeProcessed;

  CallState(
      String provider,
      Call call,
      WireRequest request,
      RequestOptions options,
      ClientConfig config,
      long id,
      @Nullable CallingThread caller) {
    this.provider = provider;
    this.call = call;
    this.request = request;
    this.id = id;
    this.caller = caller;
    this.target = request.uri();
    this.extraBody = options.extraBody();
    this.maxRetries = options.maxRetries().orElse(config.retryPolicy().maxRetries());
    Kind kind = call.operation().kind();
    Duration byDefault = bounded(config.timeouts().total());
    boolean unary = kind != Kind.STREAM && kind != Kind.UPLOAD && kind != Kind.DOWNLOAD;
    this.total = bounded(options.timeout().orElse(unary ? byDefault : Duration.ZERO));
    this.patience = total.isZero() ? byDefault : total;
    this.turnLimit = kind == Kind.STREAM ? patience : total;
    Duration headers = kind == Kind.INFERENCE ? Duration.ZERO : config.timeouts().responseHeaders();
    this.limits =
        new Limits(
            bounded(config.timeouts().connect()),
            bounded(options.responseTimeout().orElse(headers)),
            bounded(options.idleTimeout().orElse(config.timeouts().readIdle())));
  }

  /** A limit that nanoseconds can count; some write "none" as the longest time there is. */
  static Duration bounded(Duration limit) {
    return limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
  }

  String provider() {
    return provider;
  }

  Call call() {
    return call;
  }

  Operation operation() {
    return call.operation();
  }

  /** The request before credentials. */
  WireRequest request() {
    return request;
  }

  /** What the options of this call add to its JSON body. */
  Map<String, Json> extraBody() {
    return extraBody;
  }

  CallInfo info() {
    return new CallInfo(provider, operation().name(), id, Math.max(1, attempt.get()));
  }

  /** The limit on the whole call; zero for none. */
  Duration total() {
    return total;
  }

  /**
   * The limit on the wait for a turn, zero for none. A stream has one although it may then take as
   * long as it likes: those before it may be streams that nobody closes.
   */
  Duration turnLimit() {
    return turnLimit;
  }

  Limits limits() {
    return limits;
  }

  /** The thread that waits for this call, if there is one. */
  @Nullable CallingThread caller() {
    return caller;
  }

  Scope scope() {
    return scope;
  }

  int attempt() {
    return attempt.get();
  }

  int retries() {
    return retries.get();
  }

  int waits() {
    return waits.get();
  }

  boolean mayRetry() {
    return retries.get() < maxRetries;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Whether a pause ends before the call must. Pauses count as they were planned, so that a delayer
   * that doesn't wait can not make a call go on for ever.
   */
  boolean hasTimeFor(Duration pause, boolean waiting) {
    Duration limit = waiting ? patience : total;
    if (limit.isZero()) {
      return true;
    }
    Duration passed = elapsed().compareTo(pauses) > 0 ? elapsed() : pauses;
    return passed.plus(pause).compareTo(limit) < 0;
  }

  /** Another attempt was decided on. */
  void planned(Duration pause, boolean waiting) {
    pauses = pauses.plus(pause);
    if (waiting) {
      waits.incrementAndGet();
    } else {
      retries.incrementAndGet();
    }
  }

  /** An attempt begins. */
  void begin() {
    attempt.incrementAndGet();
    requestId = null;
    sent = false;
  }

  /** The request was handed to the transport. */
  void handedOver(URI to) {
    target = to;
    synchronized (this) {
      if (asked.isEmpty()) {
        asked = Set.of(to);
      } else if (!asked.contains(to)) {
        Set<URI> more = new HashSet<>(asked);
        more.add(to);
        asked = Set.copyOf(more);
      }
    }
    sent = true;
  }

  /** Where the last request of this call went. */
  URI target() {
    return target;
  }

  /** Where the requests of this call went, those after redirects among them. */
  Set<URI> asked() {
    return asked;
  }

  /** The key that was sent last; empty if none was. It is kept to mask it. */
  String key() {
    return key;
  }

  void key(String used) {
    key = used;
  }

  /** The id that the headers of this attempt's answer brought, if they came and had one. */
  @Nullable String requestId() {
    return requestId;
  }

  void requestId(Optional<String> told) {
    requestId = told.orElse(null);
  }

  /** Whether this attempt got as far as the transport. */
  boolean sent() {
    return sent;
  }

  /** An attempt failed; from now on only earlier or later ones may have been acted on. */
  void failed(Situation situation) {
    maybeProcessed |= sent && situation != Situation.NOTHING_SENT && situation != Situation.REFUSED;
    sent = false;
  }

  /** Whether the server may have acted on an attempt before this one. */
  boolean mayHaveBeenProcessedBefore() {
    return maybeProcessed;
  }

  /** Whether the server may have acted on any attempt. */
  boolean mayHaveBeenProcessed() {
    return maybeProcessed || sent;
  }

  /** The beginning of a message: provider and operation. */
  String prefix() {
    return provider + " " + operation() + ": ";
  }

  /** The end of a message. */
  String suffix() {
    String id = requestId;
    return (id == null ? " (" : " (request-id=" + id + ", ") + "attempts=" + attempt.get() + ")";
  }
}
