package perf.drivers;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import perf.Driver;

/** org.springframework.ai:spring-ai-openai; it has no async call for a whole answer, and no upload. */
public final class SpringAiDriver implements Driver {
  private OpenAiChatModel chat;

  @Override
  public void open(URI base, String apiKey) {
    OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
    options.baseUrl(base.toString());
    options.apiKey(apiKey);
    options.model("m");
    chat = OpenAiChatModel.builder().options(options.build()).build();
  }

  private static Prompt prompt(String model, String prompt) {
    OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
    options.model(model);
    return new Prompt(prompt, options.build());
  }

  @Override
  public String chat(String model, String prompt) {
    return chat.call(prompt(model, prompt)).getResult().getOutput().getText();
  }

  private static void text(ChatResponse chunk, Consumer<String> onText) {
    if (chunk.getResult() != null) {
      String text = chunk.getResult().getOutput().getText();
      if (text != null && !text.isEmpty()) {
        onText.accept(text);
      }
    }
  }

  @Override
  public void stream(String model, String prompt, Consumer<String> onText) {
    chat.stream(prompt(model, prompt)).toStream().forEach(chunk -> text(chunk, onText));
  }

  @Override
  public CompletionStage<?> streamAsync(String model, String prompt, Consumer<String> onText) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    chat.stream(prompt(model, prompt))
        .subscribe(
            chunk -> text(chunk, onText), end::completeExceptionally, () -> end.complete(null));
    return end;
  }
}
