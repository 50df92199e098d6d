package dev.loraport.structured;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatService;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.HandledTool;
import dev.loraport.chat.ResponseFormat;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolHandler;
import dev.loraport.json.Json;
import dev.loraport.structured.StructuredOutputException.Reason;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * <p>The schema allows no members beyond those of the class, and requires all of them; an {@link
 * java.util.Optional} may be {@code null}. Jackson's annotations for names, descriptions and order
 * are obeyed, in the schema as in reading. A named module has to open its package to {@code
 * tools.jackson.databind}.
 *
 * <p>Not every model keeps to a schema, and providers check a schema differently: an answer that
 * doesn't fit is a {@link StructuredOutputException}, never a half-filled value. Immutable; the
 * schema is made once.
 *
 * @param <T> the class
 */
public final class Structured<T> {
  /** Some models put JSON into a Markdown fence, as was seen at Nebius in 2026. */
  private static final Pattern FENCE =
      Pattern.compile("\\A```[a-zA-Z]*\\R(.*?)\\R?```\\z", Pattern.DOTALL);

  private static final String THOUGHT_END = "</think>";

  private final Class<T> type;
  private final String name;
  private final Json schema;

  private Structured(Class<T> type, String name, Json schema) {
    this.type = type;
    this.name = name;
    this.schema = schema;
  }

  /**
   * The form of a class, under the simple name of it.
   *
   * @throws IllegalArgumentException if the class is no JSON object, such as a text, a number or a
   *     list: providers ask for an object, so wrap it in a record
   */
  public static <T> Structured<T> of(Class<T> type) {
    String name = type.getSimpleName().replaceAll("[^a-zA-Z0-9_]", "_");
    return new Structured<>(type, name.substring(0, Math.min(name.length(), 64)), Schemas.of(type));
  }

  /** The class. */
  public Class<T> type() {
    return type;
  }

  /** The JSON schema of the class. */
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
   * @param options for the call
   * @throws StructuredOutputException if the model gave no value of the class
   * @throws dev.loraport.error.LoraportException what {@link ChatService#complete} throws
   */
  public T ask(ChatService chat, ChatRequest request, RequestOptions options) {
    return read(chat.complete(formed(request), options));
  }

  /** As {@link #ask(ChatService, ChatRequest, RequestOptions)}, without waiting. */
  public CompletableFuture<T> askAsync(
      ChatService chat, ChatRequest request, RequestOptions options) {
    return chat.async().complete(formed(request), options).thenApply(this::read);
  }

  private ChatRequest formed(ChatRequest request) {
    return request.responseFormat().isPresent()
        ? request
        : ChatRequest.builder().from(request).responseFormat(format()).build();
  }

  /**
   * The value of the first answer.
   *
   * @throws StructuredOutputException if the model gave no value of the class
   */
  public T read(ChatCompletion answer) {
    if (answer.choices().isEmpty()) {
      throw failed(Reason.EMPTY, "has no choices", "", null);
    }
    ChatChoice choice = answer.choices().get(0);
    String raw = choice.message().text();
    String refusal =
        choice.message().extra().getOrDefault("refusal", Json.missing()).string().orElse("");
    if (!refusal.isBlank()) {
      throw failed(Reason.REFUSED, "is a refusal", refusal, null);
    }
    FinishReason end = choice.finishReason().orElse(FinishReason.STOP);
    if (end.equals(FinishReason.CONTENT_FILTER)) {
      throw failed(Reason.FILTERED, "was withheld by the provider", raw, null);
    }
    try {
      return read(raw);
    } catch (StructuredOutputException e) {
      boolean whole = e.reason() == Reason.MISFIT || !end.equals(FinishReason.LENGTH);
      throw whole
          ? e
          : failed(Reason.CUT, "was cut at the limit of tokens; raise maxTokens", raw, e);
    }
  }

  /**
   * The value of a text that a model wrote. Thoughts before it, and a Markdown fence around it, are
   * left out.
   *
   * @throws StructuredOutputException if the text is no value of the class
   */
  public T read(String text) {
    String json = bare(text);
    if (json.isEmpty()) {
      throw failed(Reason.EMPTY, "has no text", text, null);
    }
    return value(parse(json, text), text);
  }

  private Json parse(String json, String raw) {
    try {
      return Json.parse(json);
    } catch (IllegalArgumentException e) {
      throw failed(Reason.NOT_JSON, "is no JSON: " + e.getMessage(), raw, e);
    }
  }

  private T value(Json json, String raw) {
    try {
      return Reading.value(json, type);
    } catch (IllegalArgumentException e) {
      throw failed(Reason.MISFIT, "does not fit: " + e.getMessage(), raw, e);
    }
  }

  private static String bare(String text) {
    int thought = text.stripLeading().startsWith("<think>") ? text.indexOf(THOUGHT_END) : -1;
    String rest = (thought < 0 ? text : text.substring(thought + THOUGHT_END.length())).strip();
    Matcher fence = FENCE.matcher(rest);
    return fence.matches() ? fence.group(1).strip() : rest;
  }

  private StructuredOutputException failed(
      Reason reason, String what, String raw, @Nullable Throwable cause) {
    return new StructuredOutputException(
        "chat.structured: the answer for " + type.getSimpleName() + " " + what, reason, raw, cause);
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
    return new HandledTool(
        tool, call -> handler.handle(Reading.value(call.parsedArguments(), type)));
  }
}
