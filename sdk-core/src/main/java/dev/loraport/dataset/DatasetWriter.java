package dev.loraport.dataset;

import dev.loraport.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a data set into other files. */
final class DatasetWriter {
  private static final int MAX_LINE_BYTES = 64 << 20;
  private static final int MAX_FINDINGS = 100;

  /** Opens the data set from its beginning. */
  @FunctionalInterface
  interface Opener {
    RowSource open(int maxLineBytes) throws IOException;
  }

  private final Opener opener;

  DatasetWriter(Opener opener) {
    this.opener = opener;
  }

  WriteReport convert(DatasetFormat from, DatasetFormat to, DatasetRules rules, Path target)
      throws IOException {
    Converter converter = new Converter(from, to, rules);
    List<Finding> findings = new ArrayList<>();
    long read = 0;
    try (RowSource rows = opener.open(rules.maxLineBytes());
        RowSink sink = new RowSink(target)) {
      for (Chunk row = rows.next(); row != null; row = rows.next()) {
        read++;
        converted(converter, to, rules, row, rows.line(), sink, findings);
      }
      sink.finish();
      return new WriteReport(to.id(), read, sink.rows(), 0, converter.changes(), findings);
    }
  }

  private static void converted(
      Converter converter,
      DatasetFormat to,
      DatasetRules rules,
      Chunk row,
      long line,
      RowSink sink,
      List<Finding> findings)
      throws IOException {
    byte[] original = Arrays.copyOfRange(row.bytes(), row.start(), row.start() + row.length());
    Optional<Json> made = Optional.empty();
    byte[] out = original;
    if (row.invalidUtf8() < 0) {
      try {
        Json json = Json.parse(original);
        made = json.kind() == Json.Kind.OBJECT ? converter.convert(json) : Optional.empty();
        if (made.isPresent() && !made.get().equals(json)) {
          out = Json.write(made.get()).getBytes(StandardCharsets.UTF_8);
        }
      } catch (IllegalArgumentException e) {
        dropped(converter, findings, "not-json", line, String.valueOf(e.getMessage()));
        return;
      }
    }
    if (made.isEmpty()) {
      dropped(
          converter,
          findings,
          "no-such-row",
          line,
          "the row can't be said in the format " + to.id());
      return;
    }
    Finding refused = firstError(to, rules, out);
    if (refused == null) {
      sink.write(out, 0, out.length);
    } else {
      dropped(converter, findings, refused.code(), line, refused.path(), refused.message());
    }
  }

  /** The first thing in a row that the rules refuse; null if there is none. */
  private static @Nullable Finding firstError(
      DatasetFormat format, DatasetRules rules, byte[] row) {
    FindingLog log = new FindingLog(MAX_FINDINGS);
    byte[] bytes = Arrays.copyOf(row, row.length + JsonCursor.SLACK);
    bytes[row.length] = '\n';
    new RowReader(rules, format, log, null).read(bytes, 0, row.length, 1);
    for (Finding finding : log.kept()) {
      if (finding.severity() == Severity.ERROR) {
        return finding;
      }
    }
    return null;
  }

  private static void dropped(
      Converter converter, List<Finding> findings, String code, long line, String message) {
    dropped(converter, findings, code, line, "", message);
  }

  private static void dropped(
      Converter converter,
      List<Finding> findings,
      String code,
      long line,
      String path,
      String message) {
    converter.changed("dropped-" + code);
    if (findings.size() < MAX_FINDINGS) {
      findings.add(new Finding(Severity.ERROR, code, line, 0, path, message));
    }
  }

  WriteReport split(String format, double validation, long seed, Path train, Path other)
      throws IOException {
    RowPick pick = counted(seed);
    long wanted = Math.round(pick.rows() * validation);
    pick.choose(wanted);
    try (RowSource rows = opener.open(MAX_LINE_BYTES);
        RowSink first = new RowSink(train);
        RowSink second = new RowSink(other)) {
      for (Chunk row = rows.next(); row != null; row = rows.next()) {
        RowSink sink = pick.picks(row) ? second : first;
        sink.write(row.bytes(), row.start(), row.length());
      }
      first.finish();
      second.finish();
      return new WriteReport(format, pick.rows(), first.rows(), second.rows(), Map.of(), List.of());
    }
  }

  WriteReport sample(String format, long wanted, long seed, Path target) throws IOException {
    RowPick pick = counted(seed);
    pick.choose(Math.min(wanted, pick.rows()));
    try (RowSource rows = opener.open(MAX_LINE_BYTES);
        RowSink sink = new RowSink(target)) {
      for (Chunk row = rows.next(); row != null; row = rows.next()) {
        if (pick.picks(row)) {
          sink.write(row.bytes(), row.start(), row.length());
        }
      }
      sink.finish();
      return new WriteReport(format, pick.rows(), sink.rows(), 0, Map.of(), List.of());
    }
  }

  private RowPick counted(long seed) throws IOException {
    RowPick pick = new RowPick(seed);
    try (RowSource rows = opener.open(MAX_LINE_BYTES)) {
      for (Chunk row = rows.next(); row != null; row = rows.next()) {
        pick.count(row);
      }
    }
    return pick;
  }

  WriteReport dedupe(String format, Path target) throws IOException {
    RowHashes hashes = new RowHashes();
    Map<String, Long> changes = new TreeMap<>();
    long read = 0;
    try (RowSource rows = opener.open(MAX_LINE_BYTES);
        RowSink sink = new RowSink(target)) {
      for (Chunk row = rows.next(); row != null; row = rows.next()) {
        read++;
        if (hashes.seenAt(row.hash(), rows.line()) == 0) {
          sink.write(row.bytes(), row.start(), row.length());
        } else {
          changes.merge("dropped-duplicate-row", 1L, Long::sum);
        }
      }
      sink.finish();
      if (hashes.isFull()) {
        changes.put("duplicates-approximate", 1L);
      }
      return new WriteReport(format, read, sink.rows(), 0, changes, List.of());
    }
  }
}
