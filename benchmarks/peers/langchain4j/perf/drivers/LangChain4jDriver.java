package perf.drivers;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import perf.Driver;

/** dev.langchain4j:langchain4j-open-ai; it has no async call for a whole answer, and no upload. */
public final class LangChain4jDriver implements Driver {
  private OpenAiChatModel chat;
  private OpenAiStreamingChatModel streaming;

  @Override
  public void open(URI base, String apiKey) {
    chat = OpenAiChatModel.builder().baseUrl(base.toString()).apiKey(apiKey).modelName("m").build();
    streaming =
        OpenAiStreamingChatModel.builder().baseUrl(base.toString()).apiKey(apiKey).modelName("m").build();
  }

  private static ChatRequest request(String model, String prompt) {
    return ChatRequest.builder().modelName(model).messages(UserMessage.from(prompt)).build();
  }

  @Override
  public String chat(String model, String prompt) {
    return chat.chat(request(model, prompt)).aiMessage().text();
  }

  @Override
  public void stream(String model, String prompt, Consumer<String> onText) throws Exception {
    streamAsync(model, prompt, onText).toCompletableFuture().get();
  }

  @Override
  public CompletionStage<?> streamAsync(String model, String prompt, Consumer<String> onText) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    streaming.chat(
        request(model, prompt),
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String text) {
            onText.accept(text);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            end.complete(null);
          }

          @Override
          public void onError(Throwable error) {
            end.completeExceptionally(error);
          }
        });
    return end;
  }
}
