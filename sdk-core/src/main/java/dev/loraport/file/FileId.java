package dev.loraport.file;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.ResourceId;

/** The id of a file at a provider; at Fireworks the id of a data set. */
public final class FileId extends ResourceId {
  private FileId(String value) {
    super(value, false);
  }

  /**
   * The id with that text.
   *
   * @throws IllegalArgumentException if the text can't be an id, see {@link ResourceId}
   */
  @JsonCreator
  public static FileId of(String value) {
    return new FileId(value);
  }
}
