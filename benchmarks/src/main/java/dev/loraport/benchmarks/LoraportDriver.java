package dev.loraport.benchmarks;

import dev.loraport.ClientConfig;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.http.CallListener;
import dev.loraport.http.Timeouts;
import dev.loraport.nebius.NebiusClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import perf.Driver;

/** Loraport as its documentation says to use it, with the client of one provider. */
public final class LoraportDriver implements Driver {
  private @Nullable NebiusClient client;

  @Override
  public void open(URI base, String apiKey) {
    client =
        NebiusClient.builder()
            .baseUrl(base.toString())
            .apiKey(apiKey)
            .config(config -> config.http2(Boolean.getBoolean("loraport.http2")))
            .config(LoraportDriver::with)
            .build();
  }

  /** What a user may add, to see what it costs: {@code --jvm -Dloraport.with=listener}. */
  private static void with(ClientConfig.Builder config) {
    String what = System.getProperty("loraport.with", "");
    switch (what) {
      case "" -> {}
      case "listener" -> config.listener(new CallListener() {});
      case "interceptor" -> config.addInterceptors((request, call, next) -> next.proceed(request));
      case "limits" -> config.maxConcurrentCalls(10_000).maxCallsPerMinute(100_000_000);
      case "body-log" -> config.logBodyBytes(1_000);
      case "no-timeouts" ->
          config.timeouts(
              Timeouts.builder()
                  .connect(Duration.ZERO)
                  .responseHeaders(Duration.ZERO)
                  .readIdle(Duration.ZERO)
                  .total(Duration.ZERO)
                  .build());
      default -> throw new IllegalArgumentException("loraport.with=" + what + "?");
    }
  }

  private NebiusClient client() {
    NebiusClient open = client;
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    return open;
  }

  @Override
  public String chat(String model, String prompt) {
    return text(client().chat().complete(model, prompt));
  }

  @Override
  public CompletionStage<String> chatAsync(String model, String prompt) {
    return client()
        .chat()
        .async()
        .complete(ChatRequest.of(model, prompt))
        .thenApply(LoraportDriver::text);
  }

  private static String text(ChatCompletion answer) {
    return answer.text();
  }

  @Override
  public void stream(String model, String prompt, Consumer<String> onText) {
    try (ChatStream stream = client().chat().stream(model, prompt)) {
      for (ChatChunk chunk : stream) {
        String text = chunk.text();
        if (!text.isEmpty()) {
          onText.accept(text);
        }
      }
    }
  }

  @Override
  public CompletionStage<?> streamAsync(String model, String prompt, Consumer<String> onText) {
    Reader reader = new Reader(onText);
    client().chat().publisher(ChatRequest.of(model, prompt)).subscribe(reader);
    return reader.end;
  }

  @Override
  public String upload(Path file) {
    // the peers send without a look at the file
    FileUpload upload = FileUpload.builder().source(FileSource.of(file)).checkFirst(false).build();
    return client().files().upload(upload).id().toString();
  }

  @Override
  public void close() {
    client().close();
  }

  private static final class Reader implements Flow.Subscriber<ChatChunk> {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Consumer<String> onText;

    Reader(Consumer<String> onText) {
      this.onText = onText;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ChatChunk chunk) {
      String text = chunk.text();
      if (!text.isEmpty()) {
        onText.accept(text);
      }
    }

    @Override
    public void onError(Throwable error) {
      end.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      end.complete(null);
    }
  }
}
