package dev.loraport.internal.http;

import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Logs each request that is sent and what became of it, without secrets. */
final class WireLog implements Step {
  static final String NAME = "dev.loraport.http";
  private static final Logger LOG = System.getLogger(NAME);

  private final int bodyBytes;
  private final Executor workers;
  private final Step next;

  /**
   * Makes a log.
   *
   * @param workers where answers are logged: what takes the lines may be slow
   */
  WireLog(int bodyBytes, Executor workers, Step next) {
    this.bodyBytes = bodyBytes;
    this.workers = workers;
    this.next = next;
  }

  @Override
  public CompletableFuture<WireResponse> send(WireRequest request, CallState call) {
    if (!LOG.isLoggable(Level.DEBUG)) {
      return next.send(request, call);
    }
    long start = System.nanoTime();
    logBody(request, call);
    return next.send(request, call)
        .whenCompleteAsync(
            (response, error) -> {
              long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
              write(Level.DEBUG, line(request, call, millis, response, error), null);
            },
            workers);
  }

  private static String line(
      WireRequest request,
      CallState call,
      long millis,
      @Nullable WireResponse response,
      @Nullable Throwable error) {
    StringBuilder line =
        new StringBuilder(call.prefix())
            .append("attempt ")
            .append(call.attempt())
            .append(": ")
            .append(request.method())
            .append(' ')
            .append(address(request, call))
            .append(' ')
            .append(Masking.headers(request.headers()))
            .append(" -> ");
    if (response != null) {
      line.append(response.status()).append(' ').append(Masking.headers(response.headers()));
    } else if (error != null) {
      line.append(Texts.of(Texts.unwrap(error)));
    }
    return line.append(" in ").append(millis).append(" ms").toString();
  }

  /** The target of a redirect may be signed whether the first address was or not. */
  private static String address(WireRequest request, CallState call) {
    URI uri = request.uri();
    boolean first = uri.equals(call.request().uri());
    return Masking.uri(uri, call.call().signed() || !first);
  }

  private void logBody(WireRequest request, CallState call) {
    if (bodyBytes > 0 && !call.call().signed()) {
      request
          .body()
          .filter(body -> isText(body.contentType().orElse("")))
          .flatMap(body -> body.inMemory())
          .ifPresent(bytes -> log("request", bytes, call));
    }
  }

  /** Logs the body of an answer that was read as a whole. */
  void answer(WireResponse response, byte[] bytes, CallState call) {
    if (bodyBytes > 0
        && LOG.isLoggable(Level.DEBUG)
        && isText(response.headers().firstValue("content-type").orElse(""))) {
      log("answer", bytes, call);
    }
  }

  private void log(String what, byte[] bytes, CallState call) {
    // masked before it is cut, so that no cut leaves half a key
    String body = Masking.text(new String(bytes, StandardCharsets.UTF_8), call.key());
    String text = BodyMask.mask(body);
    String head = text.length() > bodyBytes ? text.substring(0, bodyBytes) + "..." : text;
    write(Level.DEBUG, call.prefix() + what + " body: " + head, null);
  }

  /** Logs a line; who takes it may throw, and breaks no call. */
  static void write(Level level, String line, @Nullable Throwable why) {
    try {
      LOG.log(level, line, why);
    } catch (Throwable e) {
      // where lines fail, a line about that would too
    }
  }

  private static boolean isText(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.startsWith("application/json")
        || type.startsWith("application/problem+json")
        || type.startsWith("application/jsonl");
  }
}
