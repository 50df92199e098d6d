package dev.loraport.together;

import dev.loraport.json.Json;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A model or an adapter in the registry.
 *
 * @param id its id
 * @param name its name, {@code <project slug>/<name>}
 * @param weights what its weights are, such as {@code WEIGHTS_TYPE_ADAPTER}
 * @param contextLength the longest context in tokens
 * @param parameters the number of its parameters
 * @param baseModel the name of its base
 * @param baseModelId the id of its base
 * @param visibility who sees it, such as {@code VISIBILITY_PRIVATE}
 * @param description what it is, in words
 * @param extra what Together sent beyond the fields above, by its own names
 */
public record RegistryModel(
    RegistryId id,
    Optional<String> name,
    Optional<String> weights,
    OptionalLong contextLength,
    OptionalLong parameters,
    Optional<String> baseModel,
    Optional<String> baseModelId,
    Optional<String> visibility,
    Optional<String> description,
    Map<String, Json> extra) {
  /** Copies what is a collection. */
  public RegistryModel {
    Objects.requireNonNull(id, "id");
    extra = Json.object(extra).members();
  }

  /** Whether it is an adapter. */
  public boolean isAdapter() {
    return weights.filter(type -> type.endsWith("_ADAPTER")).isPresent();
  }
}
