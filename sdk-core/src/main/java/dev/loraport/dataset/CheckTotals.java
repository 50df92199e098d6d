package dev.loraport.dataset;

import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Puts together what was found in the chunks of a file, in their order. */
final class CheckTotals {
  private final DatasetRules rules;
  private final CheckOptions options;
  private final FindingLog log;
  private final RowHashes hashes = new RowHashes();

  private boolean array;
  private long lines;
  private long rows;
  private long messages;
  private long turns;
  private long characters;
  private long units;
  private long unrolled;
  private long longest;
  private long longestLine;

  CheckTotals(CheckOptions options) {
    this.options = options;
    this.rules = options.rules();
    this.log = new FindingLog(options.maxFindings());
  }

  /** Says that the file is packed, if it is. */
  void packed(String encoding, @Nullable DatasetFormat found) {
    if (isTokenized(encoding, found)) {
      log.file(
          rules.tokenized(),
          "tokenized-file",
          "the file holds token ids in Parquet; "
              + (rules.tokenized() == Treatment.REFUSE
                  ? rules.name() + " takes texts alone"
                  : "who takes such a file takes it as it is, with these columns"));
    } else if (!encoding.isEmpty()) {
      log.file(
          rules.packed(),
          "packed-file",
          "the file is packed with " + encoding + "; write it as plain JSON Lines for an upload");
    }
  }

  private static boolean isTokenized(String encoding, @Nullable DatasetFormat found) {
    return found == DatasetFormat.TOKENS && encoding.equals("parquet");
  }

  /** Says that the file is an array, so that none of its lines was read. */
  void array() {
    array = true;
    log.file(
        Treatment.REFUSE,
        "json-array",
        "the file is a JSON array and not JSON Lines; write one element a line, without the"
            + " brackets around them and the commas between them");
  }

  /** Says that unpacking broke off. */
  void broken(String encoding, long bytes, IOException why) {
    log.file(
        Treatment.REFUSE,
        "broken-packing",
        "the "
            + encoding
            + " data is broken after "
            + bytes
            + " bytes of rows: "
            + why.getMessage()
            + "; pack the file anew");
  }

  /** Adds the next chunk. */
  void add(ChunkCheck.Result chunk) {
    log.addCounts(chunk.log());
    Iterator<Finding> found = chunk.log().kept().iterator();
    Finding next = found.hasNext() ? found.next() : null;
    for (int i = 0; i < chunk.marks().size(); i++) {
      int line = chunk.marks().line(i);
      long same = hashes.seenAt(chunk.marks().hash(i), lines + line);
      if (same == 0) {
        continue;
      }
      while (next != null && next.line() <= line) {
        log.keep(next, lines);
        next = found.hasNext() ? found.next() : null;
      }
      duplicate(lines + line, same);
    }
    for (; next != null; next = found.hasNext() ? found.next() : null) {
      log.keep(next, lines);
    }
    if (chunk.longest() > longest) {
      longest = chunk.longest();
      longestLine = lines + chunk.longestLine();
    }
    lines += chunk.lines();
    rows += chunk.rows();
    messages += chunk.messages();
    turns += chunk.turns();
    characters += chunk.characters();
    units += chunk.units();
    unrolled += chunk.unrolled();
  }

  private void duplicate(long line, long same) {
    if (log.count(Treatment.WARN, "duplicate-row")) {
      log.keep(
          line,
          0,
          "",
          "the row is the same as line " + same + ", so it is learned twice; take one out");
    }
  }

  /** Looks at the file as a whole, and ends the report. */
  CheckReport report(String name, String encoding, @Nullable DatasetFormat found, long bytes) {
    whole(bytes);
    if (found != null && !rules.formats().contains(found) && !isTokenized(encoding, found)) {
      log.file(
          Treatment.REFUSE,
          "format-not-taken",
          "the rows have the "
              + found.id()
              + " format; "
              + rules.name()
              + " takes "
              + String.join(", ", rules.formats().stream().map(DatasetFormat::id).sorted().toList())
              + " here: convert them");
    }
    TokenCounter counter = options.tokenCounter();
    String countedBy = counter == null ? CheckReport.ESTIMATE : counter.name();
    boolean tokens = found == DatasetFormat.TOKENS;
    CheckReport.Builder report =
        CheckReport.builder()
            .name(name)
            .format(found == null ? "" : found.id())
            .encoding(encoding)
            .rules(rules.name())
            .rows(rows)
            .messages(messages)
            .turns(turns)
            .characters(characters)
            .bytes(bytes)
            .estimatedTokens(tokens(units))
            .unrolledTokens(tokens(unrolled))
            .longestRowTokens(tokens(longest))
            .longestRowLine(longestLine)
            .tokenCounter(tokens ? "input_ids" : countedBy)
            .tokensExact(tokens || (counter != null && counter.exact()))
            .duplicatesExact(!hashes.isFull());
    log.writeTo(report);
    return report.build();
  }

  private static long tokens(long units) {
    return (units + TextMeter.UNIT / 2) / TextMeter.UNIT;
  }

  private void whole(long bytes) {
    long most = rules.maxExamples().orElse(Long.MAX_VALUE);
    if (bytes == 0) {
      log.file(Treatment.REFUSE, "empty-file", "the file is empty; write one example on each line");
    } else if (rows < rules.minExamples() && !array) {
      log.file(
          Treatment.REFUSE,
          "too-few-examples",
          "examples: " + rows + "; " + rules.name() + " asks for " + rules.minExamples());
    } else if (rows > most) {
      log.file(
          Treatment.REFUSE,
          "too-many-examples",
          "examples: " + rows + "; " + rules.name() + " takes at most " + most);
    }
    if (bytes > rules.maxFileBytes().orElse(Long.MAX_VALUE)) {
      log.file(
          Treatment.WARN,
          "large-file",
          bytes
              + " bytes are over the "
              + rules.maxFileBytes().orElseThrow()
              + " that "
              + rules.name()
              + " names; split the file if it is refused");
    }
  }
}
