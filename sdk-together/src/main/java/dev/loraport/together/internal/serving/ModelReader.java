package dev.loraport.together.internal.serving;

import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.together.TogetherModel;
import dev.loraport.together.TogetherModel.Profile;

/** Reads supported models. */
final class ModelReader {
  private ModelReader() {}

  static TogetherModel read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return new TogetherModel(
        fields.requireText(answer, "id"),
        fields.text("name"),
        fields.text("displayName"),
        fields.text("baseModel"),
        fields.text("baseModelId"),
        fields.list("products").stream().flatMap(product -> product.string().stream()).toList(),
        fields.text("status"),
        fields.list("deploymentProfiles").stream().map(ModelReader::profile).toList(),
        fields.rest());
  }

  private static Profile profile(Json json) {
    Fields fields = Fields.of(json);
    return new Profile(
        fields.text("profileId"),
        fields.text("config"),
        fields.text("gpuType"),
        fields.count("gpuCount"),
        fields.text("quantization"));
  }
}
