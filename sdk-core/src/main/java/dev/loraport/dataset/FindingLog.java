package dev.loraport.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the first findings and counts all. */
final class FindingLog {
  private final int limit;
  private final List<Finding> kept = new ArrayList<>();
  private final Map<String, Long> countsByCode = new TreeMap<>();
  private long errors;
  private long warnings;

  FindingLog(int limit) {
    this.limit = limit;
  }

  void error(String code, Place place, String message) {
    add(Severity.ERROR, code, place, message);
  }

  void warning(String code, Place place, String message) {
    add(Severity.WARNING, code, place, message);
  }

  void add(Treatment treatment, String code, Place place, String message) {
    switch (treatment) {
      case ALLOW -> {}
      case WARN -> warning(code, place, message);
      case REFUSE -> error(code, place, message);
    }
  }

  private void add(Severity severity, String code, Place place, String message) {
    if (severity == Severity.ERROR) {
      errors++;
    } else {
      warnings++;
    }
    countsByCode.merge(code, 1L, Long::sum);
    if (kept.size() < limit) {
      kept.add(new Finding(severity, code, place.line(), place.column(), place.path(), message));
    }
  }

  void writeTo(CheckReport.Builder report) {
    report
        .errorCount(errors)
        .warningCount(warnings)
        .countsByCode(countsByCode)
        .findings(List.copyOf(kept));
  }

  /**
   * Where something was found.
   *
   * @param line from 1; 0 for the file
   * @param column in characters from 1; 0 for the line
   * @param path in the JSON of the line
   */
  record Place(long line, int column, String path) {
    static final Place FILE = new Place(0, 0, "");

    static Place line(long line) {
      return new Place(line, 0, "");
    }
  }
}
