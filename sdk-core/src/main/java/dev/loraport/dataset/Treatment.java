package dev.loraport.dataset;

/** What a rule makes of a thing that it finds. */
public enum Treatment {
  /** It is fine. */
  ALLOW,
  /** It is reported as a {@link Severity#WARNING}. */
  WARN,
  /** It is reported as an {@link Severity#ERROR}. */
  REFUSE
}
