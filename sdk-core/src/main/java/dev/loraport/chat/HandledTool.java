package dev.loraport.chat;

import dev.loraport.json.Json;
import java.util.Objects;

/**
 * A tool together with the code behind it, for {@link ToolLoop}.
 *
 * @param tool what the model is told about the tool
 * @param handler the code behind it
 */
public record HandledTool(Tool tool, ToolHandler<Json> handler) {
  public HandledTool {
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(handler, "handler");
  }

  /**
   * A tool that takes its arguments as JSON.
   *
   * @param name the name; letters, digits and underscores are taken everywhere
   * @param description what it does, for the model
   * @param parameters the JSON schema of its arguments
   * @param handler the code behind it
   */
  public static HandledTool of(
      String name, String description, Json parameters, ToolHandler<Json> handler) {
    return new HandledTool(tool(name, description, parameters), handler);
  }

  /**
   * A tool that takes its arguments as a record or class, which is read as {@link Json#as(Class)}
   * does: a named module has to open its package to {@code tools.jackson.databind}.
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
    return of(name, description, parameters, arguments -> handler.handle(arguments.as(type)));
  }

  private static Tool tool(String name, String description, Json parameters) {
    return Tool.builder().name(name).description(description).parameters(parameters).build();
  }
}
