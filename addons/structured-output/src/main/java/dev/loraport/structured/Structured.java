package dev.loraport.structured;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatService;
import dev.loraport.chat.HandledTool;
import dev.loraport.chat.ResponseFormat;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolHandler;
import dev.loraport.error.LoraportException;
import dev.loraport.json.Json;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.structured.StructuredOutputException.Reason;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A record or class as the form of answers, and of the arguments of tools.
 *
 * <pre>{@code
 * record Person(String name, int age, Optional<String> city) {}
 *
 * Person ann = Structured.of(Person.class)
 *     .ask(client.chat(), ChatRequest.of(model, "Who is this? Ann, 31."));
 * }</pre>
 *
 * <p>The schema allows no members beyond those of the type, and requires all of them; an {@link
 * java.util.Optional}, in a list too, and a member that is {@code @Nullable}, may be {@code null}.
 * Jackson's annotations for names, descriptions, order and subtypes are obeyed, in the schema as in
 * reading. A named module has to open its package to {@code tools.jackson.databind}.
 *
 * <p>Not every model keeps to a schema, and providers check a schema differently: an answer that
 * doesn't fit is a {@link StructuredOutputException}, never a half-filled value. {@link
 * #withRepairs} tells the model first. Immutable; the schema is made once.
 *
 * @param <T> the type
 */
public final class Structured<T> {
  /** The most repairs that may be asked for; each is a whole call, and paid for. */
  public static final int MAX_REPAIRS = 5;

  private final Type type;
  private final String name;
  private final Json schema;
  private final int repairs;
  private final AnswerValues<T> values;

  private Structured(Type type, String name, Json schema, int repairs) {
    this.type = type;
    this.name = name;
    this.schema = schema;
    this.repairs = repairs;
    this.values = new AnswerValues<>(type, schema);
  }

  /**
   * The form of a class, under the simple name of it.
   *
   * @throws IllegalArgumentException if the class is no JSON object, such as a text, a number or a
   *     list: providers ask for an object, so wrap it in a record; if it has type parameters, which
   *     {@link #of(TypeToken)} takes; or if a part of it is an abstract type whose subtypes aren't
   *     told apart, or a record that must hold another of its kind without end. The message names
   *     the member
   */
  public static <T> Structured<T> of(Class<T> type) {
    if (Iterable.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          type.getName()
              + " is no JSON object with members, and providers ask for one: make it a member of a"
              + " record that names what it holds, such as record People(List<Person> all) {}, or"
              + " take of(new TypeToken<Page<Person>>() {}) with a record Page<T> of your own");
    }
    if (type.getTypeParameters().length > 0) {
      throw new IllegalArgumentException(
          type.getName()
              + " has type parameters: name them, by of(new TypeToken<...>() {}) or by a"
              + " member of a record");
    }
    return new Structured<>(type, named(type.getSimpleName()), Schemas.of(type), 0);
  }

  /**
   * The form of a type with arguments, such as a page of people.
   *
   * @throws IllegalArgumentException as {@link #of(Class)}
   */
  public static <T> Structured<T> of(TypeToken<T> type) {
    String simple = type.toString().replaceAll("[\\w.]*[.$](?=\\w)", "");
    return new Structured<>(type.type(), named(simple), Schemas.of(type.type()), 0);
  }

  private static String named(String name) {
    String legal = name.replaceAll("[^a-zA-Z0-9_]+", "_");
    return legal.substring(0, Math.min(legal.length(), 64));
  }

  /**
   * As this, and an answer that is no JSON or doesn't fit is sent back to the model with what is
   * wrong with it, at most so many times. Each time is a whole call of its own, with its own limit
   * of time, and paid for: {@link StructuredAnswer#answers()} has them all. An answer that was
   * refused, withheld, cut or empty is not sent back. If a later call fails, its exception has the
   * one of the answer before among its {@link Throwable#getSuppressed()}.
   *
   * @param most 0 to {@value #MAX_REPAIRS}; 0 if it isn't said
   * @throws IllegalArgumentException if it is beyond
   */
  public Structured<T> withRepairs(int most) {
    if (most < 0 || most > MAX_REPAIRS) {
      throw new IllegalArgumentException(
          "repairs must be from 0 to " + MAX_REPAIRS + ", not " + most);
    }
    return new Structured<>(type, name, schema, most);
  }

  /** The type. */
  public Type type() {
    return type;
  }

  /** The JSON schema of the type. */
  public Json schema() {
    return schema;
  }

  /** The form for a request; taken by all three providers. */
  public ResponseFormat format() {
    return ResponseFormat.jsonSchema(name, schema);
  }

  /**
   * The form for a request, with the provider told to enforce it. Not taken by Fireworks, which
   * knows no such field.
   */
  public ResponseFormat strictFormat() {
    return ResponseFormat.jsonSchema(name, schema, true);
  }

  /**
   * The request with its {@code responseFormat} set to {@link #format()} where it has none, for a
   * stream whose {@link dev.loraport.chat.ChatStream#result()} is {@link #read(ChatCompletion)
   * read} at its end.
   */
  public ChatRequest request(ChatRequest request) {
    return request.responseFormat().isPresent()
        ? request
        : ChatRequest.builder().from(request).responseFormat(format()).build();
  }

  /** As {@link #ask(ChatService, ChatRequest, RequestOptions)} with the options of the client. */
  public T ask(ChatService chat, ChatRequest request) {
    return ask(chat, request, RequestOptions.none());
  }

  /**
   * Asks for an answer in this form, and reads it.
   *
   * @param chat the service
   * @param request the request; its {@code responseFormat} is set to {@link #format()} where it has
   *     none
   * @param options for each call
   * @throws StructuredOutputException if the model gave no value of the type
   * @throws LoraportException what {@link ChatService#complete} throws
   */
  public T ask(ChatService chat, ChatRequest request, RequestOptions options) {
    return answer(chat, request, options).value();
  }

  /**
   * As {@link #ask(ChatService, ChatRequest, RequestOptions)}, without waiting; cancelling the
   * future ends the call that is under way.
   */
  public CompletableFuture<T> askAsync(
      ChatService chat, ChatRequest request, RequestOptions options) {
    return answerAsync(chat, request, options).thenApply(StructuredAnswer::value);
  }

  /**
   * As {@link #ask(ChatService, ChatRequest, RequestOptions)}, with the whole answer beside the
   * value: usage, request id, reasoning.
   */
  public StructuredAnswer<T> answer(ChatService chat, ChatRequest request, RequestOptions options) {
    Rounds rounds = new Rounds(request);
    while (true) {
      StructuredAnswer<T> read = rounds.take(called(chat, rounds, options));
      if (read != null) {
        return read;
      }
    }
  }

  private ChatCompletion called(ChatService chat, Rounds rounds, RequestOptions options) {
    try {
      return chat.complete(rounds.next, options);
    } catch (LoraportException e) {
      throw rounds.broken(e);
    }
  }

  /** As {@link #answer}, without waiting; cancelling the future ends the call under way. */
  public CompletableFuture<StructuredAnswer<T>> answerAsync(
      ChatService chat, ChatRequest request, RequestOptions options) {
    return next(chat, new Rounds(request), options);
  }

  private CompletableFuture<StructuredAnswer<T>> next(
      ChatService chat, Rounds rounds, RequestOptions options) {
    CompletableFuture<ChatCompletion> call = chat.async().complete(rounds.next, options);
    Executor executor = call.defaultExecutor();
    return LinkedFuture.of(executor, call)
        .exceptionallyCompose(
            e -> CompletableFuture.failedFuture(rounds.broken(LinkedFuture.cause(e))))
        .thenCompose(
            answer -> {
              StructuredAnswer<T> read = rounds.take(answer);
              return read == null ? next(chat, rounds, options) : LinkedFuture.done(executor, read);
            });
  }

  /** The calls for one value; by one thread at a time. */
  private final class Rounds {
    private final List<ChatCompletion> answers = new ArrayList<>();
    private ChatRequest next;
    private @Nullable StructuredOutputException last;

    Rounds(ChatRequest request) {
      next = request(request);
    }

    /** The value, or null if the model is to be asked again by {@code next}. */
    @Nullable StructuredAnswer<T> take(ChatCompletion answer) {
      answers.add(answer);
      try {
        return new StructuredAnswer<>(values.of(answer), answers);
      } catch (Unfit e) {
        boolean mendable = e.reason() == Reason.NOT_JSON || e.reason() == Reason.MISFIT;
        last = failed(e, answers);
        if (!mendable || answers.size() > repairs) {
          throw last;
        }
        ChatMessage wrong =
            ChatMessage.user(
                "Your answer "
                    + e.what()
                    + ". Answer again, with JSON that fits the schema and nothing else.");
        next = ChatRequest.builder().from(next).addMessages(answer.message(), wrong).build();
        return null;
      }
    }

    /** A failure of a later call, which keeps the answers before it. */
    <E extends Throwable> E broken(E failure) {
      if (last != null) {
        failure.addSuppressed(last);
      }
      return failure;
    }
  }

  /**
   * The value of the first answer.
   *
   * @throws StructuredOutputException if the model gave no value of the type
   */
  public T read(ChatCompletion answer) {
    try {
      return values.of(answer);
    } catch (Unfit e) {
      throw failed(e, List.of(answer));
    }
  }

  /**
   * The value of a text that a model wrote. Thoughts before it, up to {@code </think>}, and a
   * Markdown fence around it are left out; so is what stands around the one fenced block of a text.
   *
   * @throws StructuredOutputException if the text is no value of the type
   */
  public T read(String text) {
    try {
      return values.of(text);
    } catch (Unfit e) {
      throw failed(e, List.of());
    }
  }

  private StructuredOutputException failed(Unfit unfit, List<ChatCompletion> answers) {
    return new StructuredOutputException(
        "chat.structured: the answer for "
            + name
            + " "
            + unfit.what()
            + "; "
            + advice(unfit.reason(), answers)
            + which(answers),
        unfit.reason(),
        unfit.raw(),
        answers,
        unfit.getCause());
  }

  private String advice(Reason reason, List<ChatCompletion> answers) {
    return switch (reason) {
      case REFUSED -> "rawText() is what the model said; change what is asked, or the model";
      case FILTERED -> "change what is asked, or the model";
      case CUT -> "raise maxTokens";
      case EMPTY -> "ask again without tools, with a higher maxTokens or another model";
      case NOT_JSON, MISFIT ->
          repairs > 0 && answers.size() > repairs
              ? "no repair helped; try another model, or a simpler type"
              : "ask(...) after withRepairs(n) sends it back to the model";
    };
  }

  private static String which(List<ChatCompletion> answers) {
    if (answers.isEmpty()) {
      return "";
    }
    ChatCompletion last = answers.get(answers.size() - 1);
    return " ("
        + last.model().map(model -> "model=" + model + ", ").orElse("")
        + last.requestId().map(id -> "request-id=" + id + ", ").orElse("")
        + "answers="
        + answers.size()
        + ")";
  }

  /**
   * A tool whose arguments have this form, for {@link dev.loraport.chat.ToolLoop}.
   *
   * @param toolName the name; letters, digits and underscores are taken everywhere
   * @param description what it does, for the model
   * @param handler the code behind it
   */
  public HandledTool tool(String toolName, String description, ToolHandler<T> handler) {
    Objects.requireNonNull(handler, "handler");
    Tool tool = Tool.builder().name(toolName).description(description).parameters(schema).build();
    return new HandledTool(tool, call -> handler.handle(values.typed(call.parsedArguments())));
  }
}
