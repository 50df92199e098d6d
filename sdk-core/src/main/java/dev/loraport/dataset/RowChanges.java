package dev.loraport.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of rows that are written anew: counted by kind, the first lines of each kind kept.
 */
final class RowChanges {
  private static final int KEPT_OF_A_KIND = 20;

  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, Integer> keptByCode = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Optional<Finding>> row = new LinkedHashMap<>();
  private long line;

  /** Begins a row. */
  void begin(long atLine) {
    line = atLine;
    row.clear();
  }

  /** The row says the same in another way. */
  void changed(String code) {
    row.putIfAbsent(code, Optional.empty());
  }

  /** Something of the row is not in the new one. */
  void lost(String code, String path, String message) {
    row.putIfAbsent(code, Optional.of(new Finding(Severity.WARNING, code, line, 0, path, message)));
  }

  /** The row was written; only now do its changes count. */
  void written() {
    row.forEach(
        (code, finding) -> {
          counts.merge(code, 1L, Long::sum);
          if (finding.isPresent() && keptByCode.merge(code, 1, Integer::sum) <= KEPT_OF_A_KIND) {
            findings.add(finding.get());
          }
        });
    row.clear();
  }

  /** The row was not written. */
  void dropped(String code, String path, String message) {
    row.clear();
    Finding finding = new Finding(Severity.ERROR, code, line, 0, path, message);
    row.put("dropped-" + code, Optional.of(finding));
    written();
  }

  Map<String, Long> counts() {
    return counts;
  }

  List<Finding> findings() {
    return findings;
  }
}
