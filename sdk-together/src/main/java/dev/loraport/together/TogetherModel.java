package dev.loraport.together;

import dev.loraport.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model that Together supports in one of its products.
 *
 * @param id its id, such as {@code ml_...}
 * @param name its name
 * @param displayName its name for people
 * @param baseModel the name of its base
 * @param baseModelId the id of its base
 * @param products where it can be had, such as {@code PRODUCT_DEDICATED}
 * @param status such as {@code SUPPORTED_MODEL_STATUS_RECOMMENDED}
 * @param profiles the ways to deploy it
 * @param extra what Together sent beyond the fields above, by its own names
 */
public record TogetherModel(
    String id,
    Optional<String> name,
    Optional<String> displayName,
    Optional<String> baseModel,
    Optional<String> baseModelId,
    List<String> products,
    Optional<String> status,
    List<Profile> profiles,
    Map<String, Json> extra) {
  /** Copies what is a collection. */
  public TogetherModel {
    products = List.copyOf(products);
    profiles = List.copyOf(profiles);
    extra = Json.object(extra).members();
  }

  /**
   * A way to deploy a model.
   *
   * @param id its id
   * @param config the config that a deployment names
   * @param gpuType the GPU
   * @param gpuCount GPUs of one replica
   * @param quantization the format of the weights
   */
  public record Profile(
      Optional<String> id,
      Optional<String> config,
      Optional<String> gpuType,
      OptionalInt gpuCount,
      Optional<String> quantization) {}
}
