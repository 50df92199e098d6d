package dev.loraport.chat;

import dev.loraport.internal.json.StrictJson;
import dev.loraport.json.Json;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * A tool together with the code behind it, for {@link ToolLoop}.
 *
 * @param tool what the model is told about the tool
 * @param handler the code behind it, which gets the whole call: its id, and its arguments as the
 *     model wrote them
 */
public record HandledTool(Tool tool, ToolHandler<ToolCall> handler) {
  private static final Json NOTHING =
      Json.object().put("type", "object").put("properties", Json.object().build()).build();

  public HandledTool {
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(handler, "handler");
  }

  /**
   * A tool without arguments; what a model writes for them is ignored.
   *
   * @param name the name; letters, digits and underscores are taken everywhere
   * @param description what it does, for the model
   * @param handler the code behind it, with a result as that of {@link ToolHandler#handle}
   */
  public static HandledTool of(String name, String description, Callable<?> handler) {
    Objects.requireNonNull(handler, "handler");
    return new HandledTool(tool(name, description, NOTHING), call -> handler.call());
  }

  /**
   * A tool that takes its arguments as JSON. They are not held against the schema.
   *
   * @param name the name; letters, digits and underscores are taken everywhere
   * @param description what it does, for the model
   * @param parameters the JSON schema of its arguments
   * @param handler the code behind it
   */
  public static HandledTool of(
      String name, String description, Json parameters, ToolHandler<Json> handler) {
    Objects.requireNonNull(handler, "handler");
    return new HandledTool(
        tool(name, description, parameters), call -> handler.handle(call.parsedArguments()));
  }

  /**
   * A tool that takes its arguments as a record or class. A named module has to open its package to
   * {@code tools.jackson.databind}.
   *
   * <p>The handler runs only with whole arguments: the model is told which component of a record,
   * or parameter of a constructor, is absent or {@code null}, also in records within it, unless it
   * is an {@code Optional} or marked {@code @Nullable}. A class that is filled by setters keeps its
   * own defaults for what is absent. Members that the class doesn't have are left out.
   *
   * @param name the name; letters, digits and underscores are taken everywhere
   * @param description what it does, for the model
   * @param parameters the JSON schema of its arguments
   * @param type the class of its arguments
   * @param handler the code behind it
   */
  public static <A> HandledTool of(
      String name, String description, Json parameters, Class<A> type, ToolHandler<A> handler) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(handler, "handler");
    return of(
        name,
        description,
        parameters,
        given -> handler.handle(StrictJson.read(given, type, parameters)));
  }

  private static Tool tool(String name, String description, Json parameters) {
    return Tool.builder().name(name).description(description).parameters(parameters).build();
  }
}
