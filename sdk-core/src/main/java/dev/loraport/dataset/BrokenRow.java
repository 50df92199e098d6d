package dev.loraport.dataset;

/** A row that is not JSON, or too deep: thrown within a check, and reported as a finding. */
final class BrokenRow extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int offset;

  BrokenRow(String code, int offset, String message) {
    super(message, null, false, false);
    this.code = code;
    this.offset = offset;
  }

  /** The rule that it breaks. */
  String code() {
    return code;
  }

  /** Where, in bytes from the start of the line. */
  int offset() {
    return offset;
  }
}
