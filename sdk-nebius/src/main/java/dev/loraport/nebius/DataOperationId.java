package dev.loraport.nebius;

import dev.loraport.ResourceId;

/** The id of an operation of Data Lab. */
public final class DataOperationId extends ResourceId {
  private DataOperationId(String value) {
    super(value, false);
  }

  /**
   * The id with that text.
   *
   * @throws IllegalArgumentException if the text can't be an id, see {@link ResourceId}
   */
  public static DataOperationId of(String value) {
    return new DataOperationId(value);
  }
}
