package dev.loraport.adapter;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.json.OpenEnum;

/** Where the weights of an adapter come from. */
public final class AdapterSourceKind extends OpenEnum {
  private static final Constants<AdapterSourceKind> ALL = new Constants<>(AdapterSourceKind::new);

  /** A fine-tuning job at the same provider. */
  public static final AdapterSourceKind JOB = ALL.add("job");

  /** A checkpoint of a job at the same provider. */
  public static final AdapterSourceKind CHECKPOINT = ALL.add("checkpoint");

  /** A PEFT folder on this machine. */
  public static final AdapterSourceKind FOLDER = ALL.add("folder");

  /** A repository at Hugging Face. */
  public static final AdapterSourceKind HUGGING_FACE = ALL.add("hugging_face");

  /** An archive behind a signed address. */
  public static final AdapterSourceKind SIGNED_URL = ALL.add("signed_url");

  private AdapterSourceKind(String value) {
    super(value);
  }

  /** The constant of that text in any case, or a new value that keeps the text. */
  @JsonCreator
  public static AdapterSourceKind of(String value) {
    return ALL.of(value);
  }

  /** Whether this is one of the constants of this class. */
  public boolean isKnown() {
    return ALL.contains(this);
  }

  /** The constants of this class. */
  public static Iterable<AdapterSourceKind> known() {
    return ALL.all();
  }
}
