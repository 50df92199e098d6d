package dev.loraport.dataset;

/** How grave a finding is. */
public enum Severity {
  /** The provider would refuse the file, or the job would fail. */
  ERROR,
  /** It would be accepted, and is probably not what was meant. */
  WARNING
}
