package dev.loraport.adapter;

import dev.loraport.internal.json.Parts;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How an adapter is taken to another provider.
 *
 * @param name the bare name that it gets there
 * @param baseModel the base model by the name under which it is served there
 * @param description a text for people
 * @param timeout how long to wait until it is ready there: two hours
 * @param maxBytes the most that is unpacked on this machine, in bytes: 20 GiB
 * @param workFolder where its files are meanwhile; the system's folder for such files where it is
 *     absent
 */
public record CopyOptions(
    String name,
    String baseModel,
    Optional<String> description,
    Duration timeout,
    long maxBytes,
    Optional<String> workFolder) {
  public CopyOptions {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(baseModel, "baseModel");
    Objects.requireNonNull(timeout, "timeout");
    description = Parts.optional(description);
    workFolder = Parts.optional(workFolder);
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be 1 or more, not " + maxBytes);
    }
  }

  /** The usual way, under that name and for that base model. */
  public static CopyOptions of(String name, String baseModel) {
    return new CopyOptions(
        name, baseModel, Optional.empty(), Duration.ofHours(2), 20L << 30, Optional.empty());
  }
}
