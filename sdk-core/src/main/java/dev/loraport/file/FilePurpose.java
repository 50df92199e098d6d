package dev.loraport.file;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.json.OpenEnum;

/** What a file at a provider is for. */
public final class FilePurpose extends OpenEnum {
  private static final Constants<FilePurpose> ALL = new Constants<>(FilePurpose::new);

  /** Training or validation data of a fine-tuning job. */
  public static final FilePurpose FINE_TUNE = ALL.add("fine-tune");

  /** Requests of a batch inference job. */
  public static final FilePurpose BATCH = ALL.add("batch");

  /** Data of an evaluation. */
  public static final FilePurpose EVAL = ALL.add("eval");

  private FilePurpose(String value) {
    super(value);
  }

  /** The constant of that text in any case, or a new value that keeps the text. */
  @JsonCreator
  public static FilePurpose of(String value) {
    return ALL.of(value);
  }

  /** Whether this is one of the constants of this class. */
  public boolean isKnown() {
    return ALL.contains(this);
  }

  /** The constants of this class. */
  public static Iterable<FilePurpose> known() {
    return ALL.all();
  }
}
