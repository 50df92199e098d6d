package dev.loraport.billing;

/** What a {@link Billable} is. */
public enum BillableKind {
  /** A dedicated deployment: it costs by the hour while it runs. */
  DEPLOYMENT(true),
  /** An endpoint of an older kind, such as those of Together's first API. */
  ENDPOINT(true),
  /** A fine-tuning job that has not ended. */
  JOB(true),
  /** A batch inference job that has not ended. */
  BATCH(true),
  /** Other work that has not ended, such as an operation of Nebius' Data Lab. */
  OPERATION(true),
  /** A stored file or data set. */
  FILE(false),
  /** A stored LoRA adapter. */
  ADAPTER(false),
  /** A stored model that is no adapter. */
  MODEL(false);

  private final boolean runs;

  BillableKind(boolean runs) {
    this.runs = runs;
  }

  /** Whether things of this kind run, and are not only stored. */
  public boolean runs() {
    return runs;
  }
}
