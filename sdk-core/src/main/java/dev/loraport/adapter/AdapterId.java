package dev.loraport.adapter;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.ResourceId;

/** The id of an adapter at a provider. */
public final class AdapterId extends ResourceId {
  private AdapterId(String value) {
    super(value, true);
  }

  /**
   * The id with that text.
   *
   * @throws IllegalArgumentException if the text can't be an id, see {@link ResourceId}
   */
  @JsonCreator
  public static AdapterId of(String value) {
    return new AdapterId(value);
  }
}
