package dev.loraport.internal.chat;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.ModelRef;
import dev.loraport.chat.TextRequest;
import dev.loraport.error.ConfigurationException;
import dev.loraport.http.RequestBody;
import dev.loraport.http.ResponseBody;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ChatDialect;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.spi.Operation;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests of one kind, and gives the answers in each of their forms.
 *
 * @param <R> the request
 */
public final class ChatCalls<R> {
  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";

  private final Caller caller;
  private final ChatDialect dialect;
  private final Function<ModelRef, URI> baseUrls;
  private final Kind<R> kind;
  private final AnswerReader streams;
  private final AnswerReader wholes;
  private volatile @Nullable Target lastTarget;

  private ChatCalls(
      Caller caller, ChatDialect dialect, Function<ModelRef, URI> baseUrls, Kind<R> kind) {
    this.caller = caller;
    this.dialect = dialect;
    this.baseUrls = baseUrls;
    this.kind = kind;
    int enough = dialect.endsOnlyAtDone() ? 0 : 1;
    this.streams =
        new AnswerReader(
            caller.provider(), kind.stream.operation().name(), enough, dialect.headerExtra());
    this.wholes =
        new AnswerReader(
            caller.provider(), kind.complete.operation().name(), enough, dialect.headerExtra());
  }

  /**
   * The chats of a client.
   *
   * @param caller the way to the provider
   * @param dialect what it speaks
   * @param baseUrls the base address of a model
   */
  public static ChatCalls<ChatRequest> chats(
      Caller caller, ChatDialect dialect, Function<ModelRef, URI> baseUrls) {
    RequestWriter writer = new RequestWriter(caller.provider(), dialect);
    return new ChatCalls<>(
        caller,
        dialect,
        baseUrls,
        new Kind<>(
            call("chat.complete", Operation.Kind.INFERENCE, JSON),
            call("chat.complete", Operation.Kind.INFERENCE, EVENTS),
            call("chat.stream", Operation.Kind.STREAM, EVENTS),
            dialect.path(),
            ChatRequest::model,
            ChatRequest::maxTokens,
            ChatRequest::n,
            ChatRequest::extra,
            writer::write));
  }

  /** The text completions of a client, with what {@link #chats} takes. */
  public static ChatCalls<TextRequest> texts(
      Caller caller, ChatDialect dialect, Function<ModelRef, URI> baseUrls) {
    RequestWriter writer = new RequestWriter(caller.provider(), dialect);
    return new ChatCalls<>(
        caller,
        dialect,
        baseUrls,
        new Kind<>(
            call("chat.completeText", Operation.Kind.INFERENCE, JSON),
            call("chat.completeText", Operation.Kind.INFERENCE, EVENTS),
            call("chat.streamText", Operation.Kind.STREAM, EVENTS),
            dialect.textPath(),
            TextRequest::model,
            TextRequest::maxTokens,
            TextRequest::n,
            TextRequest::extra,
            writer::write));
  }

  private static Call call(String name, Operation.Kind kind, String accepted) {
    return Call.post(new Operation(name, kind), URI.create("")).header("Accept", accepted).build();
  }

  /** Where the models at a base address answer. */
  private record Target(URI base, URI uri) {}

  /**
   * The calls are whole but for the address and the body. One that is streamed only because its
   * answer is long has the limits of a whole answer.
   */
  private record Kind<R>(
      Call complete,
      Call completeLong,
      Call stream,
      String path,
      Function<R, ModelRef> model,
      Function<R, OptionalInt> maxTokens,
      Function<R, OptionalInt> n,
      Function<R, Map<String, Json>> extra,
      BodyOf<R> writer) {}

  @FunctionalInterface
  private interface BodyOf<R> {
    byte[] write(R request, boolean stream, Map<String, Json> extraBody);
  }

  /** The whole answer; a refusal before anything is sent is a failure of the future too. */
  public CompletableFuture<ChatCompletion> completeAsync(R request, RequestOptions options) {
    try {
      if (isTooLong(request, options)) {
        return WholeFromStream.of(
            caller.executor(),
            chunk -> {},
            subscriber -> subscription(subscriber, kind.completeLong, wholes, request, options));
      }
      return caller
          .send(call(kind.complete, request, options), rest(options))
          .thenApply(this::completion);
    } catch (RuntimeException e) {
      return LinkedFuture.of(caller.executor(), CompletableFuture.failedFuture(e));
    }
  }

  private ChatCompletion completion(Answer answer) {
    ChatFailures failures =
        new ChatFailures(
            caller.provider(),
            kind.complete.operation().name(),
            answer.status(),
            answer.requestId().orElse(null));
    return wholes.whole(answer.bytes(), answer.headers(), failures);
  }

  private boolean isTooLong(R request, RequestOptions options) {
    if (dialect.longestWholeAnswer().isEmpty()) {
      return false;
    }
    Map<String, Json> extra = kind.extra.apply(request);
    Map<String, Json> extraBody = extraBody(options);
    long asked =
        Stream.of("max_tokens", "max_completion_tokens")
            .flatMap(name -> Stream.ofNullable(BodyWriter.added(name, extra, extraBody)))
            .flatMap(value -> value.integer().stream())
            .findFirst()
            .orElse((long) kind.maxTokens.apply(request).orElse(0));
    return asked > dialect.longestWholeAnswer().getAsInt();
  }

  private long answers(R request, RequestOptions options) {
    return BodyWriter.answers(kind.n.apply(request), kind.extra.apply(request), extraBody(options));
  }

  private Map<String, Json> extraBody(RequestOptions options) {
    return caller.defaults().with(options).extraBody();
  }

  /** The whole answer, waited for. */
  public ChatCompletion complete(R request, RequestOptions options) {
    if (isTooLong(request, options)) {
      return caller.await(kind.complete.operation().name(), () -> completeAsync(request, options));
    }
    return completion(caller.sendAndWait(call(kind.complete, request, options), rest(options)));
  }

  /** The answer as it is written, for a thread that waits. */
  public ChatStream stream(R request, RequestOptions options) {
    AnswerReader answers = streams.of(answers(request, options));
    PartsAhead parts = new PartsAhead();
    Caller.Opened opened =
        caller.openAndWait(call(kind.stream, request, options), rest(options), parts);
    ResponseBody body = opened.response().body();
    ChunkDecoder decoder = answers.decoder(opened, parts.get());
    if (!AnswerReader.isStream(opened)) {
      try {
        decoder.whole(caller.await(kind.stream.operation().name(), streams.whole(opened)));
      } finally {
        body.close();
      }
    }
    return new BlockingChatStream(streams.failures(opened), decoder, body, caller.delayer());
  }

  /** Makes what reads a stream while its first bytes are waited for. */
  private static final class PartsAhead implements Runnable {
    private ChunkDecoder.@Nullable Parts made;

    @Override
    public void run() {
      made = new ChunkDecoder.Parts();
    }

    ChunkDecoder.Parts get() {
      ChunkDecoder.Parts parts = made;
      return parts == null ? new ChunkDecoder.Parts() : parts;
    }
  }

  /** The answer as it is written, for reactive code. */
  public Flow.Publisher<ChatChunk> publisher(R request, RequestOptions options) {
    return new ChatPublisher(
        subscriber -> subscription(subscriber, kind.stream, streams, request, options));
  }

  /** The answer as it is written, each chunk handed over, and the whole at the end. */
  public CompletableFuture<ChatCompletion> streamAsync(
      R request, RequestOptions options, Consumer<? super ChatChunk> chunks) {
    return WholeFromStream.of(
        caller.executor(),
        Objects.requireNonNull(chunks, "chunks"),
        subscriber -> subscription(subscriber, kind.stream, streams, request, options));
  }

  private ChatSubscription subscription(
      Flow.Subscriber<? super ChatChunk> subscriber,
      Call form,
      AnswerReader answers,
      R request,
      RequestOptions options) {
    return new ChatSubscription(
        subscriber,
        () -> caller.open(call(form, request, options), rest(options)),
        answers.of(answers(request, options)),
        caller.executor(),
        caller.delayer());
  }

  private Call call(Call form, R request, RequestOptions options) {
    boolean stream = form != kind.complete;
    Map<String, Json> added = extraBody(options);
    if (form == kind.completeLong && !dialect.longAnswerDefaults().isEmpty()) {
      Map<String, Json> more = new LinkedHashMap<>(dialect.longAnswerDefaults());
      more.keySet().removeAll(kind.extra.apply(request).keySet());
      more.putAll(added);
      added = more;
    }
    byte[] body = kind.writer.write(request, stream, added);
    return form.with(uri(kind.model.apply(request)), RequestBody.of(JSON, body));
  }

  /** The options that are left: what they add to the body is in the body. */
  private static RequestOptions rest(RequestOptions options) {
    return options.extraBody().isEmpty()
        ? options
        : RequestOptions.builder().from(options).extraBody(Map.of()).build();
  }

  private URI uri(ModelRef model) {
    URI base = baseUrls.apply(model);
    Target known = lastTarget;
    if (known == null || !known.base.equals(base)) {
      known = new Target(base, checkedUri(model, base));
      lastTarget = known;
    }
    return known.uri;
  }

  private URI checkedUri(ModelRef model, URI base) {
    if (!dialect.allowedBaseUrl().test(base)) {
      throw new ConfigurationException(
          caller.provider(),
          caller.provider()
              + " chat: the model "
              + model.name()
              + " names the host "
              + base.getHost()
              + (base.getPort() < 0 ? "" : ":" + base.getPort())
              + ", which is none of this provider's, so nothing was sent; set the base address of"
              + " the client if it is right");
    }
    String start = base.toString();
    return URI.create(
        (start.endsWith("/") ? start.substring(0, start.length() - 1) : start) + kind.path);
  }
}
