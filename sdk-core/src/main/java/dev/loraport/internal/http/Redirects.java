package dev.loraport.internal.http;

import dev.loraport.error.TransportException;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Follows redirects of what only reads. Another origin gets none of the headers but those that say
 * which part of the content is wanted.
 */
final class Redirects implements Step {
  private static final int MOST = 5;
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
  private static final Set<String> HARMLESS =
      Set.of("accept", "range", "if-range", "if-none-match", "if-modified-since", "user-agent");

  private final boolean allowInsecureHttp;
  private final Step next;

  Redirects(boolean allowInsecureHttp, Step next) {
    this.allowInsecureHttp = allowInsecureHttp;
    this.next = next;
  }

  @Override
  public CompletableFuture<WireResponse> send(WireRequest request, CallState call) {
    return follow(request, call, 0);
  }

  private CompletableFuture<WireResponse> follow(WireRequest request, CallState call, int count) {
    CompletableFuture<WireResponse> answer = next.send(request, call);
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return answer;
    }
    return answer.thenCompose(
        response -> {
          Optional<String> location = response.headers().firstValue("location");
          if (!STATUSES.contains(response.status())
              || call.call().accepted().contains(response.status())
              || location.isEmpty()) {
            return CompletableFuture.completedFuture(response);
          }
          response.body().close();
          if (count == MOST) {
            throw refused(call, "more than " + MOST + " redirects one after another");
          }
          return follow(target(request, location.get(), call), call, count + 1);
        });
  }

  private WireRequest target(WireRequest from, String location, CallState call) {
    URI to;
    try {
      to = from.uri().resolve(location.strip());
    } catch (IllegalArgumentException e) {
      throw refused(call, "a redirect to an address that is none");
    }
    boolean web = Origins.isHttps(to) || "http".equalsIgnoreCase(to.getScheme());
    if (!web || Origins.host(to).isEmpty()) {
      throw refused(call, "a redirect to something else than http");
    }
    if (!Origins.isHttps(to) && !allowInsecureHttp && !Origins.isLoopback(to)) {
      throw refused(call, "a redirect to plain http at " + Origins.hostAndPort(to));
    }
    if (Origins.of(to).equals(Origins.of(from.uri()))) {
      return from.withUri(to);
    }
    Map<String, String> harmless = new LinkedHashMap<>(from.headers());
    harmless.keySet().removeIf(name -> !HARMLESS.contains(name.toLowerCase(Locale.ROOT)));
    return new WireRequest(from.method(), to, harmless, null);
  }

  private static TransportException refused(CallState call, String what) {
    return new TransportException(
        call.provider(),
        call.operation().name(),
        call.prefix() + what + " was refused" + call.suffix(),
        true,
        call.attempt(),
        null);
  }
}
