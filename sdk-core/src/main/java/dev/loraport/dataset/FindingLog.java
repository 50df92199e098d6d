package dev.loraport.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the first errors and the first warnings and counts all. A finding is counted first, and put
 * into words only if there is room for it. Both have room of their own, and errors come before
 * warnings when a report is written: no number of warnings hides an error.
 */
final class FindingLog {
  private final int limit;
  private final List<Finding> kept = new ArrayList<>();
  private final Map<String, Long> countsByCode = new HashMap<>();
  private long errors;
  private long warnings;
  private int keptErrors;
  private int keptWarnings;
  private Severity severity = Severity.ERROR;
  private String code = "";

  FindingLog(int limit) {
    this.limit = limit;
  }

  /** Counts a finding, which must not be allowed; whether there is room to keep it. */
  boolean count(Treatment treatment, String ofCode) {
    severity = treatment == Treatment.REFUSE ? Severity.ERROR : Severity.WARNING;
    code = ofCode;
    count(severity, ofCode, 1);
    return hasRoom(severity);
  }

  private boolean hasRoom(Severity as) {
    return (as == Severity.ERROR ? keptErrors : keptWarnings) < limit;
  }

  private void add(Finding finding) {
    if (hasRoom(finding.severity())) {
      kept.add(finding);
      if (finding.severity() == Severity.ERROR) {
        keptErrors++;
      } else {
        keptWarnings++;
      }
    }
  }

  private void count(Severity as, String ofCode, long times) {
    if (as == Severity.ERROR) {
      errors += times;
    } else {
      warnings += times;
    }
    countsByCode.merge(ofCode, times, Long::sum);
  }

  /** Keeps the finding that was just counted. */
  void keep(long line, int column, String path, String message) {
    add(new Finding(severity, code, line, column, path, message));
  }

  /** Counts and keeps a finding about the file as a whole. */
  void file(Treatment treatment, String ofCode, String message) {
    if (treatment != Treatment.ALLOW && count(treatment, ofCode)) {
      keep(0, 0, "", message);
    }
  }

  /** What was kept, in order. */
  List<Finding> kept() {
    return kept;
  }

  /** Adds the counts of another, and nothing of what it kept. */
  void addCounts(FindingLog other) {
    errors += other.errors;
    warnings += other.warnings;
    other.countsByCode.forEach((name, times) -> countsByCode.merge(name, times, Long::sum));
  }

  /** Keeps what another has kept, with its line moved. */
  void keep(Finding finding, long linesBefore) {
    add(
        new Finding(
            finding.severity(),
            finding.code(),
            finding.line() + linesBefore,
            finding.column(),
            finding.path(),
            finding.message()));
  }

  // in the order of the file; where there are too many, the last warnings are left out
  private List<Finding> reported() {
    int warningsLeft = limit - keptErrors;
    List<Finding> reported = new ArrayList<>();
    for (Finding finding : kept) {
      if (finding.severity() == Severity.ERROR || warningsLeft-- > 0) {
        reported.add(finding);
      }
    }
    return reported;
  }

  void writeTo(CheckReport.Builder report) {
    report
        .errorCount(errors)
        .warningCount(warnings)
        .countsByCode(new TreeMap<>(countsByCode))
        .findings(List.copyOf(reported()));
  }
}
