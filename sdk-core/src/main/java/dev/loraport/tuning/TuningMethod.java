package dev.loraport.tuning;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.loraport.json.OpenEnum;

/** How a model learns from the data. */
public final class TuningMethod extends OpenEnum {
  private static final Constants<TuningMethod> ALL = new Constants<>(TuningMethod::new);

  /** Supervised fine-tuning: the model learns to write the assistant's turns. */
  public static final TuningMethod SFT = ALL.add("sft");

  /** Direct preference optimisation: pairs of a preferred and a refused answer. */
  public static final TuningMethod DPO = ALL.add("dpo");

  /** Odds-ratio preference optimisation: the same pairs, without a reference model. */
  public static final TuningMethod ORPO = ALL.add("orpo");

  /** Reinforcement fine-tuning against an evaluator. */
  public static final TuningMethod RFT = ALL.add("rft");

  private TuningMethod(String value) {
    super(value);
  }

  /** The constant of that text in any case, or a new value that keeps the text. */
  @JsonCreator
  public static TuningMethod of(String value) {
    return ALL.of(value);
  }

  /** Whether this is one of the constants of this class. */
  public boolean isKnown() {
    return ALL.contains(this);
  }

  /** The constants of this class. */
  public static Iterable<TuningMethod> known() {
    return ALL.all();
  }
}
