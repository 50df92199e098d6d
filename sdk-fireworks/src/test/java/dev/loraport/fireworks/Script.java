package dev.loraport.fireworks;

import dev.loraport.ClientConfig;
import dev.loraport.http.HttpTransport;
import dev.loraport.http.RequestBody;
import dev.loraport.http.ResponseBody;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import dev.loraport.json.Json;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers the calls of a client by a script, without a network, and writes them down. Pauses take
 * no time, but move the clock.
 */
final class Script implements HttpTransport {
  static final String ACCOUNT = "my-team";
  static final String A = "/v1/accounts/my-team";

  private final Map<String, Deque<Reply>> replies = new HashMap<>();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private volatile Instant now = Instant.parse("2026-10-10T09:00:00Z");

  /** What a client sent; the path without the address, with its query. */
  record Sent(String method, String path, String query, String body) {
    Json json() {
      return Json.parse(body);
    }

    String line() {
      return method + " " + path + (query.isEmpty() ? "" : "?" + query);
    }
  }

  private record Reply(int status, Map<String, List<String>> headers, String body) {}

  /** Answers a call; the last answer of a call holds on. */
  Script on(String call, int status, String body) {
    return on(call, status, "application/json", body, Map.of());
  }

  Script on(String call, String body) {
    return on(call, 200, body);
  }

  Script on(
      String call, int status, String type, String body, Map<String, List<String>> moreHeaders) {
    Map<String, List<String>> headers = new HashMap<>(moreHeaders);
    headers.put("content-type", List.of(type));
    replies
        .computeIfAbsent(call, any -> new ArrayDeque<>())
        .add(new Reply(status, headers, body.replace('\'', '"')));
    return this;
  }

  FireworksClient client() {
    return client("2026-10-10");
  }

  FireworksClient client(String day) {
    return FireworksClient.create(
        ClientConfig.builder()
            .apiKey("fw_test")
            .asOf(LocalDate.parse(day))
            .transport(this)
            .clock(() -> now)
            .delayer(
                pause -> {
                  now = now.plus(pause);
                  return CompletableFuture.completedFuture(null);
                })
            .putSettings("account", ACCOUNT)
            .build());
  }

  /** How much time has passed in pauses since that instant. */
  Duration since(Instant begin) {
    return Duration.between(begin, now);
  }

  Instant now() {
    return now;
  }

  List<Sent> sent() {
    return sent;
  }

  /** The calls so far, but those that only look. */
  List<String> changes() {
    return sent.stream()
        .filter(call -> !call.method().equals("GET"))
        .map(Sent::line)
        .map(line -> line.replaceAll("tuned-[a-z0-9]+-[a-z0-9]+", "{d}"))
        .map(line -> line.replaceAll("batch-[a-z0-9]+", "{b}"))
        .toList();
  }

  Sent last(String method, String path) {
    return sent.stream()
        .filter(call -> call.method().equals(method) && call.path().equals(path))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Override
  public CompletableFuture<WireResponse> send(WireRequest request, Limits limits) {
    String query = request.uri().getRawQuery() == null ? "" : request.uri().getRawQuery();
    String body =
        request
            .body()
            .flatMap(RequestBody::inMemory)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse("");
    Sent call = new Sent(request.method(), request.uri().getPath(), query, body);
    sent.add(call);
    Reply reply = next(call);
    return CompletableFuture.completedFuture(
        new WireResponse(
            reply.status(),
            HttpHeaders.of(reply.headers(), (name, value) -> true),
            ResponseBody.of(reply.body().getBytes(StandardCharsets.UTF_8))));
  }

  private synchronized Reply next(Sent call) {
    String path =
        call.path()
            .replaceAll("tuned-[a-z0-9]+-[a-z0-9]+", "{d}")
            .replaceAll("batch-[a-z0-9]+", "{b}");
    Deque<Reply> queue = replies.get(call.method() + " " + path);
    if (queue == null) {
      return new Reply(
          404,
          Map.of("content-type", List.of("application/json")),
          "{\"code\":5,\"message\":\"the script has no answer for " + call.line() + "\"}");
    }
    Reply reply = queue.size() > 1 ? queue.remove() : queue.element();
    String id = call.path().replaceAll(".*/", "");
    String given =
        call.query().replaceAll("^(.*&)?(deploymentId|batchInferenceJobId)=([^&]*).*", "$3");
    String text = reply.body().replace("{id}", call.method().equals("POST") ? given : id);
    return new Reply(reply.status(), reply.headers(), text);
  }

  @Override
  public void close() {}
}
