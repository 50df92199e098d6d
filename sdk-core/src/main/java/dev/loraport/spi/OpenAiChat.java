package dev.loraport.spi;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatService;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.ModelRef;
import dev.loraport.chat.TextRequest;
import dev.loraport.internal.chat.ChatCalls;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Chat and text completions of a provider that speaks OpenAI's API.
 *
 * <p>A server that answers a stream request with a whole JSON answer is served too: the stream has
 * one chunk then. If that JSON is an error, an {@link dev.loraport.error.ApiException} with the
 * status 200 is thrown, as it is for {@code complete}.
 *
 * <p>Unknown members of an answer are kept in {@code extra()}, but those that are {@code null}
 * aren't.
 */
public final class OpenAiChat implements ChatService {
  private final Caller caller;
  private final ChatCalls<ChatRequest> chats;
  private final Lazy<ChatCalls<TextRequest>> texts;

  /**
   * Makes the service of a client.
   *
   * @param caller the way to the provider
   * @param dialect how the provider differs from others
   * @param baseUrls the base address for a model, below which {@link ChatDialect#path()} is
   */
  public OpenAiChat(Caller caller, ChatDialect dialect, Function<ModelRef, URI> baseUrls) {
    this.caller = caller;
    this.chats = ChatCalls.chats(caller, dialect, baseUrls);
    this.texts = Lazy.of(() -> ChatCalls.texts(caller, dialect, baseUrls));
  }

  @Override
  public ChatCompletion complete(ChatRequest request, RequestOptions options) {
    return chats.complete(request, options);
  }

  @Override
  public ChatStream stream(ChatRequest request, RequestOptions options) {
    return chats.stream(request, options);
  }

  @Override
  public Flow.Publisher<ChatChunk> publisher(ChatRequest request, RequestOptions options) {
    return chats.publisher(request, options);
  }

  @Override
  public ChatCompletion completeText(TextRequest request, RequestOptions options) {
    return texts.get().complete(request, options);
  }

  @Override
  public ChatStream streamText(TextRequest request, RequestOptions options) {
    return texts.get().stream(request, options);
  }

  @Override
  public Flow.Publisher<ChatChunk> publisherText(TextRequest request, RequestOptions options) {
    return texts.get().publisher(request, options);
  }

  @Override
  public RequestOptions defaults() {
    return caller.defaults();
  }

  @Override
  public Async async() {
    return new Async() {
      @Override
      public CompletableFuture<ChatCompletion> complete(
          ChatRequest request, RequestOptions options) {
        return chats.completeAsync(request, options);
      }

      @Override
      public CompletableFuture<ChatCompletion> stream(
          ChatRequest request, RequestOptions options, Consumer<? super ChatChunk> chunks) {
        return chats.streamAsync(request, options, chunks);
      }

      @Override
      public CompletableFuture<ChatCompletion> completeText(
          TextRequest request, RequestOptions options) {
        return texts.get().completeAsync(request, options);
      }

      @Override
      public CompletableFuture<ChatCompletion> streamText(
          TextRequest request, RequestOptions options, Consumer<? super ChatChunk> chunks) {
        return texts.get().streamAsync(request, options, chunks);
      }
    };
  }
}
