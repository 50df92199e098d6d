package dev.loraport.nebius;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.loraport.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A server on this machine that answers each route with what was put there, the last answer again
 * and again, and a 404 where nothing was. Single quotes stand for double ones.
 */
final class Stub implements AutoCloseable {
  static final String KEY = "stub-key-3f9a";

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  /** A request that came. */
  record Seen(String method, URI uri, Map<String, List<String>> headers, String text) {
    String line() {
      return method + " " + uri.getRawPath();
    }

    Json json() {
      return Json.parse(text);
    }
  }

  private record Reply(int status, String type, String body, Map<String, String> headers) {}

  Stub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  NebiusClient client(String day, Consumer<NebiusClient.Builder> settings) {
    NebiusClient.Builder builder =
        NebiusClient.builder()
            .apiKey(KEY)
            .baseUrl(url())
            .asOf(java.time.LocalDate.parse(day))
            .config(config -> config.delayer(pause -> CompletableFuture.completedFuture(null)));
    settings.accept(builder);
    return builder.build();
  }

  NebiusClient client(String day) {
    return client(day, builder -> {});
  }

  /** Answers a route, such as {@code GET /v1/files}, with this JSON. */
  Stub on(String route, String json) {
    return on(route, 200, json);
  }

  Stub on(String route, int status, String json) {
    return on(route, status, json, Map.of());
  }

  Stub on(String route, int status, String json, Map<String, String> headers) {
    String body = json.replace('\'', '"');
    return add(route, new Reply(status, "application/json", body, headers));
  }

  Stub text(String route, String body) {
    return add(route, new Reply(200, "application/octet-stream", body, Map.of()));
  }

  Stub events(String route, String... data) {
    StringBuilder body = new StringBuilder();
    for (String event : data) {
      body.append("data: ").append(event.replace('\'', '"')).append("\n\n");
    }
    return add(route, new Reply(200, "text/event-stream", body.toString(), Map.of()));
  }

  private Stub add(String route, Reply reply) {
    replies
        .computeIfAbsent(route, r -> new java.util.concurrent.ConcurrentLinkedDeque<>())
        .add(reply);
    return this;
  }

  List<Seen> seen() {
    return Collections.unmodifiableList(seen);
  }

  List<String> lines() {
    return seen.stream().map(Seen::line).toList();
  }

  Seen last(String route) {
    return seen.stream()
        .filter(request -> request.line().equals(route))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + route + " among " + lines()));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Seen request =
          new Seen(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              Map.copyOf(exchange.getRequestHeaders()),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      seen.add(request);
      Deque<Reply> planned = replies.getOrDefault(request.line(), new ArrayDeque<>());
      Reply reply = planned.size() > 1 ? planned.poll() : planned.peek();
      if (reply == null) {
        reply = new Reply(404, "application/json", "{\"detail\":\"Not Found\"}", Map.of());
      }
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
