package dev.loraport.together;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.ResourceId;

/** The id of a model ({@code ml_...}) or of an upload ({@code job_...}) in the registry. */
public final class RegistryId extends ResourceId {
  private RegistryId(String value) {
    super(value, false);
  }

  /**
   * The id with that text.
   *
   * @throws IllegalArgumentException if the text can't be an id, see {@link ResourceId}
   */
  @JsonCreator
  public static RegistryId of(String value) {
    return new RegistryId(value);
  }
}
