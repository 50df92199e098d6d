package dev.loraport.spi;

import dev.loraport.RequestOptions;
import dev.loraport.http.Delayer;
import dev.loraport.http.WireResponse;
import dev.loraport.json.Json;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A way that ends in memory: it keeps the last call, and answers all with one body. */
public final class ChatCaller implements Caller {
  private static final Executor THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "chat-caller");
            thread.setDaemon(true);
            return thread;
          });

  private final String contentType;
  private final FakeBody body;
  private final CompletableFuture<Opened> opened;
  private volatile @Nullable Call call;
  private volatile @Nullable RequestOptions options;

  private ChatCaller(String contentType, FakeBody body, boolean answers) {
    this.contentType = contentType;
    this.body = body;
    this.opened = answers ? CompletableFuture.completedFuture(null) : new CompletableFuture<>();
  }

  /** Answers with JSON. */
  public static ChatCaller json(String json) {
    return new ChatCaller("application/json", FakeBody.of(json), true);
  }

  /** Answers with a stream of events. */
  public static ChatCaller events(FakeBody body) {
    return new ChatCaller("text/event-stream;charset=utf-8", body, true);
  }

  /** Answers with another type. */
  public static ChatCaller of(String contentType, FakeBody body) {
    return new ChatCaller(contentType, body, true);
  }

  /** Never answers. */
  public static ChatCaller silent() {
    return new ChatCaller("", FakeBody.of(), false);
  }

  /** The last call. */
  public Call call() {
    Call last = call;
    if (last == null) {
      throw new AssertionError("nothing was sent");
    }
    return last;
  }

  /** Whether something was sent. */
  public boolean wasCalled() {
    return call != null;
  }

  /** The options of the last call. */
  public @Nullable RequestOptions options() {
    return options;
  }

  /** The JSON text of the last call. */
  public String sent() {
    return new String(call().body().orElseThrow().inMemory().orElseThrow(), StandardCharsets.UTF_8);
  }

  /** The same as a value. */
  public Json sentJson() {
    return Json.parse(sent());
  }

  /** The future of the last open. */
  public CompletableFuture<Opened> opening() {
    return opened;
  }

  private HttpHeaders headers() {
    return HttpHeaders.of(Map.of("content-type", List.of(contentType)), (name, value) -> true);
  }

  @Override
  public CompletableFuture<Answer> send(Call call, RequestOptions options) {
    this.call = call;
    this.options = options;
    return body.bytes(Integer.MAX_VALUE)
        .thenApply(
            bytes -> new Answer(provider(), call.operation(), 200, headers(), bytes, "req-7"));
  }

  @Override
  public CompletableFuture<Opened> open(Call call, RequestOptions options) {
    this.call = call;
    this.options = options;
    if (!opened.isDone()) {
      return opened;
    }
    return CompletableFuture.completedFuture(
        new Opened(new WireResponse(200, headers(), body), call, Optional.of("req-7")));
  }

  @Override
  public <T extends @Nullable Object> T await(String operation, CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException | CompletionException e) {
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Caller withDefaults(RequestOptions defaults) {
    return this;
  }

  @Override
  public String provider() {
    return "acme";
  }

  @Override
  public Executor executor() {
    return THREADS;
  }

  @Override
  public Delayer delayer() {
    return pause -> new CompletableFuture<>();
  }

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(Instant.EPOCH);
  }

  @Override
  public LocalDate asOf() {
    return LocalDate.EPOCH;
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public void close() {}

  /** A service on this way. */
  public OpenAiChat chat(ChatDialect.Builder dialect) {
    URI base = URI.create("https://api.acme.example/v1");
    return new OpenAiChat(
        this,
        dialect.allowedBaseUrl(uri -> "api.acme.example".equals(uri.getHost())).build(),
        model -> model.baseUrl().orElse(base));
  }

  /** A service on this way with the default dialect. */
  public OpenAiChat chat() {
    return chat(ChatDialect.builder());
  }
}
