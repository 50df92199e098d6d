package dev.loraport.fireworks.internal.adapter;

import dev.loraport.Capability;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.spi.BaseNames;
import dev.loraport.spi.Fields;
import java.util.Optional;

/**
 * Whether an adapter can belong to a base model, as far as names tell. The trainer knows the base
 * by its name at Hugging Face, Fireworks by one of its own: only what contradicts, size or family,
 * is held against it.
 */
final class BaseModels {
  private BaseModels() {}

  /**
   * Refuses a base that takes no adapters.
   *
   * @throws UnsupportedCapabilityException if the provider says so
   */
  static void takesAdapters(ResourceName base, Json model) {
    if (!Fields.of(model).bool("supportsLora").orElse(true)) {
      throw new UnsupportedCapabilityException(
          Settings.PROVIDER,
          Capability.ADAPTER_UPLOAD,
          "its model " + base + " takes no adapters (supportsLora is false); name another base");
    }
  }

  /**
   * What speaks against the name by which the adapter knows its base.
   *
   * @param trained the name in the adapter's configuration
   * @param base the base at Fireworks
   * @param model what Fireworks says of it
   * @return nothing if they may be one
   */
  static Optional<String> contradiction(String trained, ResourceName base, Json model) {
    return BaseNames.contradiction(
        trained,
        base.id() + " " + model.get("huggingFaceUrl").string().map(BaseModels::last).orElse(""));
  }

  private static String last(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
