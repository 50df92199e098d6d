package dev.loraport.dataset;

import dev.loraport.internal.json.Parts;
import java.util.List;
import java.util.Map;

/**
 * What became of the rows of a data set that was written anew.
 *
 * @param format the format of the rows that were written, by its {@link DatasetFormat#id()}
 * @param rowsRead rows that were read, blank lines aside
 * @param rowsWritten rows that were written to the file; to the first one of a split
 * @param otherRows rows that were written to the second file of a split; 0 without one
 * @param changes how many rows each kind of change befell, by its code, such as {@code
 *     dropped-not-json}, {@code lost-reasoning} or {@code joined-messages}
 * @param findings what is not in the new file, with lines of the file that was read: rows that were
 *     dropped as errors, parts of rows as warnings; the first 20 of each code
 */
public record WriteReport(
    String format,
    long rowsRead,
    long rowsWritten,
    long otherRows,
    Map<String, Long> changes,
    List<Finding> findings) {
  /** Copies the lists. */
  public WriteReport {
    format = Parts.text(format);
    changes = Parts.map(changes);
    findings = Parts.list(findings);
  }
}
