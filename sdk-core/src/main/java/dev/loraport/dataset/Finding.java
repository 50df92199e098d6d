package dev.loraport.dataset;

/**
 * One thing that a check found.
 *
 * @param severity how grave it is
 * @param code the rule, such as {@code unknown-role}: stable, for programs
 * @param line the line, from 1; 0 for the file as a whole
 * @param column the column, from 1; 0 for the line as a whole
 * @param path the place in the JSON of the line, such as {@code messages[2].role}; empty for the
 *     line as a whole
 * @param message what is wrong and what to do, in one line
 */
public record Finding(
    Severity severity, String code, long line, int column, String path, String message) {
  /** One line for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (line > 0) {
      text.append("line ").append(line);
      if (column > 0) {
        text.append(", column ").append(column);
      }
      if (!path.isEmpty()) {
        text.append(" (").append(path).append(')');
      }
      text.append(": ");
    }
    return text.append(message).toString();
  }
}
