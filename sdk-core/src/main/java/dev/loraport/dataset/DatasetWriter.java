package dev.loraport.dataset;

import dev.loraport.internal.json.JsonText;
import dev.loraport.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Writes the rows of a data set into other files. */
final class DatasetWriter {
  private static final int MAX_LINE_BYTES = 64 << 20;
  private static final int MAX_FINDINGS = 100;
  private static final JsonFactory STRICT =
      JsonText.FACTORY.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

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
    RowChanges changes = new RowChanges();
    Converter converter = new Converter(from, to, rules, changes);
    long read = 0;
    try (RowSource rows = opener.open(rules.maxLineBytes());
        RowSink sink = new RowSink(target)) {
      for (Chunk row = rows.next(); row != null; row = rows.next()) {
        read++;
        changes.begin(rows.line());
        byte[] original = Arrays.copyOfRange(row.bytes(), row.start(), row.start() + row.length());
        try {
          byte[] out = row.invalidUtf8() < 0 ? converted(converter, original) : original;
          Finding refused = firstError(to, rules, out);
          if (refused == null) {
            sink.write(out, 0, out.length);
            changes.written();
          } else {
            changes.dropped(refused.code(), refused.path(), refused.message());
          }
        } catch (BrokenRow e) {
          changes.dropped(e.code(), "", String.valueOf(e.getMessage()));
        }
      }
      sink.finish();
      return new WriteReport(to.id(), read, sink.rows(), 0, changes.counts(), changes.findings());
    }
  }

  private static byte[] converted(Converter converter, byte[] original) throws BrokenRow {
    Json row;
    try {
      row = Json.parse(original);
    } catch (IllegalArgumentException e) {
      throw new BrokenRow("not-json", 0, String.valueOf(e.getMessage()));
    }
    if (row.kind() != Json.Kind.OBJECT) {
      throw new BrokenRow("not-an-object", 0, "the row is no JSON object");
    }
    Json made = converter.convert(row);
    if (made.equals(row)) {
      return original;
    }
    // of two members with one name the tree has the last: written anew, the other would be gone
    try (JsonParser strict = STRICT.createParser(ObjectReadContext.empty(), original)) {
      while (strict.nextToken() != null) {
        // reading is the check
      }
    } catch (JacksonException e) {
      throw new BrokenRow("duplicate-member", 0, e.getOriginalMessage());
    }
    return Json.write(made).getBytes(StandardCharsets.UTF_8);
  }

  /** The first thing in a row that the rules refuse; null if there is none. */
  private static @Nullable Finding firstError(
      DatasetFormat format, DatasetRules rules, byte[] row) {
    FindingLog log = new FindingLog(MAX_FINDINGS);
    byte[] bytes = Arrays.copyOf(row, row.length + JsonCursor.SLACK);
    bytes[row.length] = '\n';
    new RowReader(rules, format, "to write is " + format.described(), log, null)
        .read(bytes, 0, row.length, 1);
    for (Finding finding : log.kept()) {
      if (finding.severity() == Severity.ERROR) {
        return finding;
      }
    }
    return null;
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
