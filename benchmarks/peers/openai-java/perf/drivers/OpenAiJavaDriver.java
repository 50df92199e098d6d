package perf.drivers;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import perf.Driver;

/** com.openai:openai-java as its README shows it. */
public final class OpenAiJavaDriver implements Driver {
  private OpenAIClient client;

  @Override
  public void open(URI base, String apiKey) {
    client = OpenAIOkHttpClient.builder().baseUrl(base.toString()).apiKey(apiKey).build();
  }

  private static ChatCompletionCreateParams params(String model, String prompt) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(prompt).build();
  }

  @Override
  public String chat(String model, String prompt) {
    return client.chat().completions().create(params(model, prompt)).choices().get(0).message().content().get();
  }

  @Override
  public CompletionStage<String> chatAsync(String model, String prompt) {
    return client.async().chat().completions().create(params(model, prompt))
        .thenApply(answer -> answer.choices().get(0).message().content().get());
  }

  private static void text(ChatCompletionChunk chunk, Consumer<String> onText) {
    chunk.choices().forEach(
        choice -> choice.delta().content().filter(text -> !text.isEmpty()).ifPresent(onText));
  }

  @Override
  public void stream(String model, String prompt, Consumer<String> onText) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params(model, prompt))) {
      stream.stream().forEach(chunk -> text(chunk, onText));
    }
  }

  @Override
  public CompletionStage<?> streamAsync(String model, String prompt, Consumer<String> onText) {
    AsyncStreamResponse<ChatCompletionChunk> stream =
        client.async().chat().completions().createStreaming(params(model, prompt));
    return stream.subscribe(chunk -> text(chunk, onText)).onCompleteFuture();
  }

  @Override
  public String upload(Path file) {
    return client.files().create(FileCreateParams.builder().file(file).purpose(FilePurpose.FINE_TUNE).build()).id();
  }

  @Override
  public void close() {
    client.close();
  }
}
