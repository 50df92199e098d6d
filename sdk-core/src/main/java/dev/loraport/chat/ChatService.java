package dev.loraport.chat;

import dev.loraport.RequestOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Chat with a model, and plain text for it to go on with. */
public interface ChatService {
  /** The whole answer at once. */
  default ChatCompletion complete(ChatRequest request) {
    return complete(request, RequestOptions.none());
  }

  /** As {@link #complete(ChatRequest)}, with options for this call. */
  ChatCompletion complete(ChatRequest request, RequestOptions options);

  /** The answer to one message of a user. */
  default ChatCompletion complete(String model, String user) {
    return complete(ChatRequest.of(model, user));
  }

  /** The answer to one message of a user. */
  default ChatCompletion complete(ModelRef model, String user) {
    return complete(ChatRequest.of(model, user));
  }

  /**
   * The answer as it is written. The call returns when the headers of the answer are there; the
   * chunks are read on the thread that asks for them. Close the stream: one that is neither read to
   * its end nor closed holds its connection until the client is closed, as no limit but {@link
   * RequestOptions#timeout()} counts while nobody reads.
   */
  default ChatStream stream(ChatRequest request) {
    return stream(request, RequestOptions.none());
  }

  /** As {@link #stream(ChatRequest)}, with options for this call. */
  ChatStream stream(ChatRequest request, RequestOptions options);

  /** The answer to one message of a user as it is written. */
  default ChatStream stream(ModelRef model, String user) {
    return stream(ChatRequest.of(model, user));
  }

  /** The answer to one message of a user as it is written. */
  default ChatStream stream(String model, String user) {
    return stream(ChatRequest.of(model, user));
  }

  /**
   * The answer as a publisher for reactive code: the request is sent when it is subscribed to,
   * which can happen once; it honours the subscriber's demand, and cancelling closes the
   * connection. A {@link ChatAssembler} puts the chunks together.
   */
  default Flow.Publisher<ChatChunk> publisher(ChatRequest request) {
    return publisher(request, RequestOptions.none());
  }

  /** As {@link #publisher(ChatRequest)}, with options for this call. */
  Flow.Publisher<ChatChunk> publisher(ChatRequest request, RequestOptions options);

  /**
   * What the model writes behind a plain text, at once. The text of each answer is the content of
   * its message.
   */
  default ChatCompletion completeText(TextRequest request) {
    return completeText(request, RequestOptions.none());
  }

  /** As {@link #completeText(TextRequest)}, with options for this call. */
  ChatCompletion completeText(TextRequest request, RequestOptions options);

  /**
   * What the model writes behind a plain text, as it is written; see {@link #stream(ChatRequest)}.
   */
  default ChatStream streamText(TextRequest request) {
    return streamText(request, RequestOptions.none());
  }

  /** As {@link #streamText(TextRequest)}, with options for this call. */
  ChatStream streamText(TextRequest request, RequestOptions options);

  /**
   * What the model writes behind a plain text, as a publisher; see {@link #publisher(ChatRequest)}.
   */
  default Flow.Publisher<ChatChunk> publisherText(TextRequest request) {
    return publisherText(request, RequestOptions.none());
  }

  /** As {@link #publisherText(TextRequest)}, with options for this call. */
  Flow.Publisher<ChatChunk> publisherText(TextRequest request, RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /** The options that each call gets below its own. */
  default RequestOptions defaults() {
    return RequestOptions.none();
  }

  /**
   * The same operations as futures. Each failure comes by the future, also a refusal before
   * anything is sent. Cancelling a future closes its connection; dependent stages run on the
   * client's executor.
   */
  interface Async {
    /** As {@link ChatService#complete}. */
    default CompletableFuture<ChatCompletion> complete(ChatRequest request) {
      return complete(request, RequestOptions.none());
    }

    /** As {@link ChatService#complete}, with options for this call. */
    CompletableFuture<ChatCompletion> complete(ChatRequest request, RequestOptions options);

    /** As the other, without options. */
    default CompletableFuture<ChatCompletion> stream(
        ChatRequest request, Consumer<? super ChatChunk> chunks) {
      return stream(request, RequestOptions.none(), chunks);
    }

    /**
     * The answer as it is written: each chunk is handed over as it comes, one at a time, on the
     * client's executor; the future has the whole answer, or the failure of {@link
     * ChatService#stream}. What the consumer throws closes the connection, and is the failure too.
     */
    CompletableFuture<ChatCompletion> stream(
        ChatRequest request, RequestOptions options, Consumer<? super ChatChunk> chunks);

    /** As {@link ChatService#completeText}. */
    default CompletableFuture<ChatCompletion> completeText(TextRequest request) {
      return completeText(request, RequestOptions.none());
    }

    /** As {@link ChatService#completeText}, with options for this call. */
    CompletableFuture<ChatCompletion> completeText(TextRequest request, RequestOptions options);

    /** As the other, without options. */
    default CompletableFuture<ChatCompletion> streamText(
        TextRequest request, Consumer<? super ChatChunk> chunks) {
      return streamText(request, RequestOptions.none(), chunks);
    }

    /**
     * What the model writes behind a plain text, as it is written; see {@link #stream(ChatRequest,
     * RequestOptions, Consumer)}.
     */
    CompletableFuture<ChatCompletion> streamText(
        TextRequest request, RequestOptions options, Consumer<? super ChatChunk> chunks);
  }
}
