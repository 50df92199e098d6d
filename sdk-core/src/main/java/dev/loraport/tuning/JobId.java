package dev.loraport.tuning;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.ResourceId;

/** The id of a fine-tuning job; at Fireworks it begins with the kind of the job. */
public final class JobId extends ResourceId {
  private JobId(String value) {
    super(value, true);
  }

  /**
   * The id with that text.
   *
   * @throws IllegalArgumentException if the text can't be an id, see {@link ResourceId}
   */
  @JsonCreator
  public static JobId of(String value) {
    return new JobId(value);
  }
}
