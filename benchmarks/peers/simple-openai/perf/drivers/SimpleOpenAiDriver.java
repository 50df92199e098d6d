package perf.drivers;

import io.github.sashirestela.openai.SimpleOpenAI;
import io.github.sashirestela.openai.domain.chat.Chat;
import io.github.sashirestela.openai.domain.chat.ChatMessage.UserMessage;
import io.github.sashirestela.openai.domain.chat.ChatRequest;
import io.github.sashirestela.openai.domain.file.FileRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import perf.Driver;

/** io.github.sashirestela:simple-openai, which is async throughout; a stream is a blocking one. */
public final class SimpleOpenAiDriver implements Driver {
  private SimpleOpenAI client;

  @Override
  public void open(URI base, String apiKey) {
    // it adds the version itself
    client =
        SimpleOpenAI.builder().baseUrl(base.toString().replaceAll("/v1$", "")).apiKey(apiKey).build();
  }

  private static ChatRequest request(String model, String prompt) {
    return ChatRequest.builder().model(model).message(UserMessage.of(prompt)).build();
  }

  @Override
  public String chat(String model, String prompt) throws Exception {
    return client.chatCompletions().create(request(model, prompt)).get().firstContent();
  }

  @Override
  public CompletionStage<String> chatAsync(String model, String prompt) {
    return client.chatCompletions().create(request(model, prompt)).thenApply(Chat::firstContent);
  }

  @Override
  public void stream(String model, String prompt, Consumer<String> onText) throws Exception {
    client.chatCompletions().createStream(request(model, prompt)).get()
        .filter(chunk -> chunk.getChoices() != null && !chunk.getChoices().isEmpty())
        .map(Chat::firstContent)
        .filter(text -> text != null && !text.isEmpty())
        .forEach(onText);
  }

  @Override
  public String upload(Path file) throws Exception {
    return client.files()
        .create(FileRequest.builder().file(file).purpose(FileRequest.PurposeType.FINE_TUNE).build())
        .get()
        .getId();
  }
}
