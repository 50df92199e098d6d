package dev.loraport.internal.chat;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.ConfigurationException;
import dev.loraport.http.RequestBody;
import dev.loraport.http.ResponseBody;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ChatDialect;
import dev.loraport.spi.Operation;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** Sends chats, and gives the answers in each of their forms. */
public final class ChatCalls {
  private static final Operation COMPLETE =
      new Operation("chat.complete", Operation.Kind.INFERENCE);
  private static final Operation STREAM = new Operation("chat.stream", Operation.Kind.STREAM);

  private final Caller caller;
  private final ChatDialect dialect;
  private final Function<ModelRef, URI> baseUrls;
  private final RequestWriter writer;
  private final AnswerReader streams;

  /**
   * Makes the calls of a client.
   *
   * @param caller the way to the provider
   * @param dialect what it speaks
   * @param baseUrls the base address of a model
   */
  public ChatCalls(Caller caller, ChatDialect dialect, Function<ModelRef, URI> baseUrls) {
    this.caller = caller;
    this.dialect = dialect;
    this.baseUrls = baseUrls;
    this.writer = new RequestWriter(caller.provider(), dialect);
    this.streams = new AnswerReader(caller.provider(), STREAM.name(), dialect.endsOnlyAtDone());
  }

  /** The whole answer. */
  public CompletableFuture<ChatCompletion> completeAsync(
      ChatRequest request, RequestOptions options) {
    return caller.send(call(COMPLETE, request, options), rest(options)).thenApply(this::completion);
  }

  private ChatCompletion completion(Answer answer) {
    ChatFailures failures =
        new ChatFailures(caller.provider(), COMPLETE.name(), answer.requestId().orElse(null));
    return AnswerReader.whole(answer.bytes(), failures);
  }

  /** The whole answer, waited for. */
  public ChatCompletion complete(ChatRequest request, RequestOptions options) {
    return caller.await(COMPLETE.name(), completeAsync(request, options));
  }

  /** The answer as it is written, for a thread that waits. */
  public ChatStream stream(ChatRequest request, RequestOptions options) {
    Caller.Opened opened = caller.await(STREAM.name(), open(request, options));
    ResponseBody body = opened.response().body();
    ChunkDecoder decoder = streams.decoder(opened);
    if (!AnswerReader.isStream(opened)) {
      try {
        decoder.whole(caller.await(STREAM.name(), streams.whole(opened)));
      } finally {
        body.close();
      }
    }
    return new BlockingChatStream(
        streams.failures(opened.requestId()), decoder, body, caller.delayer());
  }

  /** The answer as it is written, for reactive code. */
  public Flow.Publisher<ChatChunk> publisher(ChatRequest request, RequestOptions options) {
    return new ChatPublisher(
        subscriber ->
            new ChatSubscription(
                subscriber,
                () -> open(request, options),
                streams,
                caller.executor(),
                caller.delayer()));
  }

  private CompletableFuture<Caller.Opened> open(ChatRequest request, RequestOptions options) {
    return caller.open(call(STREAM, request, options), rest(options));
  }

  private Call call(Operation operation, ChatRequest request, RequestOptions options) {
    boolean stream = operation.equals(STREAM);
    byte[] body = writer.write(request, stream, caller.defaults().with(options).extraBody());
    return Call.post(operation, uri(request.model()))
        .header("Accept", stream ? "text/event-stream" : "application/json")
        .body(RequestBody.of("application/json", body))
        .build();
  }

  /** The options that are left: what they add to the body is in the body. */
  private static RequestOptions rest(RequestOptions options) {
    return options.extraBody().isEmpty()
        ? options
        : RequestOptions.builder().from(options).extraBody(Map.of()).build();
  }

  private URI uri(ModelRef model) {
    URI base = baseUrls.apply(model);
    if (!dialect.allowedBaseUrl().test(base)) {
      throw new ConfigurationException(
          caller.provider(),
          caller.provider()
              + " chat: the model "
              + model.name()
              + " names the host "
              + base.getHost()
              + ", which is none of this provider's, so nothing was sent; set the base address of"
              + " the client if it is right");
    }
    String start = base.toString();
    return URI.create(
        (start.endsWith("/") ? start.substring(0, start.length() - 1) : start) + dialect.path());
  }
}
