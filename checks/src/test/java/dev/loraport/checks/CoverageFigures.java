package dev.loraport.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints the coverage of all modules together, from the table that JaCoCo wrote. */
final class CoverageFigures {
  private CoverageFigures() {}

  /**
   * Prints one line.
   *
   * @param args the path of JaCoCo's table
   */
  public static void main(String[] args) throws IOException {
    List<String> rows = Files.readAllLines(Path.of(args[0]));
    List<String> columns = Arrays.asList(rows.get(0).split(",", -1));
    System.out.println(
        "Coverage: "
            + figure("lines", "LINE", columns, rows)
            + ", "
            + figure("branches", "BRANCH", columns, rows));
  }

  private static String figure(
      String name, String counter, List<String> columns, List<String> rows) {
    long missed = sum(columns.indexOf(counter + "_MISSED"), rows);
    long covered = sum(columns.indexOf(counter + "_COVERED"), rows);
    double percent = 100.0 * covered / Math.max(1, missed + covered);
    return String.format(
        Locale.ROOT, "%.1f %% of %s (%d of %d)", percent, name, covered, missed + covered);
  }

  private static long sum(int column, List<String> rows) {
    return rows.stream().skip(1).mapToLong(row -> Long.parseLong(row.split(",", -1)[column])).sum();
  }
}
