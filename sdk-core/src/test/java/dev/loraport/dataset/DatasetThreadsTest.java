package dev.loraport.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.file.FileSource;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What several threads find is what one finds, in the order of the file. */
class DatasetThreadsTest {
  private static byte[] rows(long seed, int count) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int kind = random.nextInt(20);
      String content = "n" + random.nextInt(count * 3) + " x".repeat(random.nextInt(300));
      switch (kind) {
        case 0 -> text.append("{\"messages\":[broken");
        case 1 -> text.append(" ");
        case 2 -> text.append("{\"prompt\":\"a\",\"completion\":\"b\"}");
        default ->
            text.append("{\"messages\":[{\"role\":\"")
                .append(kind == 3 ? "bot" : "user")
                .append("\",\"content\":\"")
                .append(content)
                .append("\"},{\"role\":\"assistant\",\"content\":\"ok\"}]}");
      }
      text.append(kind == 4 ? "\r\n" : "\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theReportDoesNotDependOnTheThreads() {
    byte[] bytes = rows(3, 9000);
    Dataset dataset = Dataset.of(FileSource.of("rows.jsonl", bytes));
    CheckOptions options = CheckOptions.of(DatasetRules.neutral()).maxFindings(100_000);

    CheckReport one = dataset.check(options.threads(1));

    assertThat(bytes.length).isGreaterThan(8 * ChunkReader.CHUNK_BYTES);
    assertThat(one.findings()).hasSize((int) (one.errorCount() + one.warningCount()));
    assertThat(one.countsByCode()).containsKeys("duplicate-row", "not-json", "unknown-role");
    assertThat(one.findings()).extracting(Finding::line).isSorted();
    for (int threads = 2; threads < 6; threads++) {
      assertThat(dataset.check(options.threads(threads))).isEqualTo(one);
    }
    CheckReport few = dataset.check(options.maxFindings(7).threads(3));
    // errors first: these rows have more than enough of them
    assertThat(few.findings())
        .isEqualTo(
            one.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .limit(7)
                .toList());
    assertThat(few.countsByCode()).isEqualTo(one.countsByCode());
  }

  @Test
  void whatASourceThrowsEndsTheCheckOnAllThreads() {
    byte[] piece = rows(4, 500);
    InputStream failing =
        new InputStream() {
          private int reads;

          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            if (reads++ == 40) {
              throw new IllegalStateException("the source gave up");
            }
            int size = Math.min(length, piece.length);
            System.arraycopy(piece, 0, into, offset, size);
            return size;
          }
        };
    Dataset dataset = Dataset.of(FileSource.oneShot("rows.jsonl", 1 << 30, failing));

    assertThatThrownBy(() -> dataset.check(CheckOptions.of(DatasetRules.neutral()).threads(3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the source gave up");
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("loraport-dataset-check"));
  }

  @Test
  void theFirstMillionOfRowsIsRemembered() {
    RowHashes hashes = new RowHashes();
    for (int line = 1; line <= RowHashes.MAX_ROWS; line++) {
      if (hashes.seenAt(RowHashes.end(0, line, 8), line) != 0) {
        throw new AssertionError("line " + line);
      }
    }

    assertThat(hashes.isFull()).isTrue();
    int beyond = RowHashes.MAX_ROWS + 1;
    assertThat(hashes.seenAt(RowHashes.end(0, beyond, 8), beyond)).isZero();
    assertThat(hashes.seenAt(RowHashes.end(0, beyond, 8), beyond + 1)).isZero();
    assertThat(hashes.seenAt(RowHashes.end(0, 77, 8), beyond + 2)).isEqualTo(77);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    CheckOptions options = CheckOptions.of(DatasetRules.neutral());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.threads(0))
        .withMessage("threads must be 1 or more, not 0");
    assertThatIllegalArgumentException().isThrownBy(() -> options.maxFindings(-1));
  }

  /** A stream without an end of its own, row by row different. */
  private static final class Generated extends InputStream {
    private final byte[] row =
        ("{\"messages\":[{\"role\":\"user\",\"content\":\"00000000000 "
                + "What can be said of that? ".repeat(20)
                + "\"},{\"role\":\"assistant\",\"content\":\""
                + "Quite a lot, all in all. ".repeat(20)
                + "\"}]}\n")
            .getBytes(StandardCharsets.UTF_8);
    private final int digits = new String(row, StandardCharsets.UTF_8).indexOf("00000000000");
    private long left;
    private long number;
    private int at;

    Generated(long rows) {
      left = rows;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int size = Math.min(length, row.length - at);
      System.arraycopy(row, at, into, offset, size);
      at += size;
      if (at == row.length) {
        at = 0;
        left--;
        number++;
        long rest = number;
        for (int i = digits + 10; i >= digits; i--, rest /= 10) {
          row[i] = (byte) ('0' + rest % 10);
        }
      }
      return size;
    }
  }

  @Test
  @Tag("slow")
  void twoGigabytesOfAStreamTakeNoMoreThanAFewMegabytes() {
    long rows = 1_900_000;
    Dataset dataset =
        Dataset.of(FileSource.oneShot("big.jsonl", Long.MAX_VALUE, new Generated(rows)));

    CheckReport report = dataset.check(CheckOptions.of(DatasetRules.neutral()).threads(2));

    assertThat(report.rows()).isEqualTo(rows);
    assertThat(report.bytes()).isGreaterThan(2_000_000_000L);
    assertThat(report.findings()).isEmpty();
    assertThat(report.duplicatesExact()).isFalse();
  }
}
