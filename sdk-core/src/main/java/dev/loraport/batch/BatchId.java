package dev.loraport.batch;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.ResourceId;

/** The id of a batch inference job. */
public final class BatchId extends ResourceId {
  private BatchId(String value) {
    super(value, true);
  }

  /**
   * The id with that text.
   *
   * @throws IllegalArgumentException if the text can't be an id, see {@link ResourceId}
   */
  @JsonCreator
  public static BatchId of(String value) {
    return new BatchId(value);
  }
}
