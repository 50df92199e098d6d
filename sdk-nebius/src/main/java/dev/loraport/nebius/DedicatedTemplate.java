package dev.loraport.nebius;

import dev.loraport.json.Json;
import java.util.Map;
import java.util.Optional;

/**
 * What can be run on a dedicated endpoint: the source of truth for valid combinations of flavour,
 * region and GPU.
 *
 * @param name the name, for {@link DedicatedEndpointSpec#template()}
 * @param type the kind of model
 * @param flavors by the name of the flavour what the provider says of it, by its own names; no
 *     source documents its form (October 2026)
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record DedicatedTemplate(
    String name, Optional<String> type, Map<String, Json> flavors, Map<String, Json> extra) {
  /** Keeps copies. */
  public DedicatedTemplate {
    flavors = Json.object(flavors).members();
    extra = Json.object(extra).members();
  }
}
