package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.util.Map;
import java.util.Optional;

/**
 * A fragment of a tool call in a stream; the fragments of one call share an index.
 *
 * @param index which call it belongs to
 * @param id the id, on the first fragment
 * @param name the name of the tool, on the first fragment
 * @param arguments the next piece of the arguments
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record ToolCallDelta(
    int index,
    Optional<String> id,
    Optional<String> name,
    String arguments,
    Map<String, Json> extra) {
  public ToolCallDelta {
    id = Parts.optional(id);
    name = Parts.optional(name);
    arguments = Parts.text(arguments);
    extra = Parts.members(extra);
  }
}
