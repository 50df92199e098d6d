package dev.loraport.tuning;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.json.OpenEnum;

/** What a finished job has left at the provider. */
public final class ArtifactKind extends OpenEnum {
  private static final Constants<ArtifactKind> ALL = new Constants<>(ArtifactKind::new);

  /** The LoRA weights alone. */
  public static final ArtifactKind ADAPTER = ALL.add("adapter");

  /** The base model with the adapter merged into it. */
  public static final ArtifactKind MERGED_MODEL = ALL.add("merged_model");

  /** A model that was tuned whole. */
  public static final ArtifactKind MODEL = ALL.add("model");

  /** A file that can be downloaded. */
  public static final ArtifactKind FILE = ALL.add("file");

  private ArtifactKind(String value) {
    super(value);
  }

  /** The constant of that text in any case, or a new value that keeps the text. */
  @JsonCreator
  public static ArtifactKind of(String value) {
    return ALL.of(value);
  }

  /** Whether this is one of the constants of this class. */
  public boolean isKnown() {
    return ALL.contains(this);
  }

  /** The constants of this class. */
  public static Iterable<ArtifactKind> known() {
    return ALL.all();
  }
}
