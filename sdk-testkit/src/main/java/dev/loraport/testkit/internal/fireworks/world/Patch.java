package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.internal.engine.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Updates of a resource. With {@code updateMask} the fields that it names are taken from the body;
 * without one every writable field is, so that those left out go back to their defaults, as the
 * provider's own training code warns of.
 */
public final class Patch {
  private Patch() {}

  /**
   * Applies a body to the stored fields of a resource.
   *
   * @param defaults every writable field with its default; a field whose default is null goes away
   */
  public static void apply(Call call, ObjectNode body, ObjectNode fields, ObjectNode defaults) {
    for (String field : mask(call, defaults)) {
      JsonNode value = body.path(field);
      JsonNode absent = defaults.path(field);
      if (!value.isMissingNode() && !value.isNull()) {
        fields.set(field, value);
      } else if (absent.isNull()) {
        fields.remove(field);
      } else {
        fields.set(field, absent);
      }
    }
  }

  private static List<String> mask(Call call, ObjectNode defaults) {
    String mask = Objects.requireNonNullElse(call.query("updateMask"), "");
    List<String> fields = new ArrayList<>();
    if (mask.isEmpty() || mask.equals("*")) {
      defaults.properties().forEach(property -> fields.add(property.getKey()));
      return fields;
    }
    for (String path : mask.split(",", -1)) {
      String field = Listing.camelCase(path.split("\\.", -1)[0].strip());
      if (!defaults.has(field)) {
        throw Code.INVALID_ARGUMENT.refuse("invalid update_mask: \"" + path + "\"");
      }
      fields.add(field);
    }
    return fields;
  }
}
