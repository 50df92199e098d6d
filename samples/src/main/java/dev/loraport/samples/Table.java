package dev.loraport.samples;

import java.util.List;

/** Rows of cells as lines of text; the first row is the head. */
final class Table {
  private Table() {}

  /** Columns of equal width, indented. */
  static String text(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(" ");
      for (int i = 0; i < widths.length; i++) {
        line.append(' ').append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 1));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** A table in Markdown. */
  static String markdown(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      text.append('|');
      rows.get(i).forEach(cell -> text.append(' ').append(cell.replace("|", "\\|")).append(" |"));
      text.append('\n');
      if (i == 0) {
        text.append('|').append("---|".repeat(rows.get(0).size())).append('\n');
      }
    }
    return text.toString();
  }
}
