package dev.loraport.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.file.FileSource;
import dev.loraport.spi.DatasetDecoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PackedFileTest {
  private static final String ROW =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"N?\"},"
          + "{\"role\":\"assistant\",\"content\":\"N!\"}]}\n";

  private static byte[] rows(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(ROW.replace("N", Integer.toString(i)));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[]... members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] member : members) {
      try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
        packed.write(member);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return out.toByteArray();
  }

  private static CheckReport check(byte[] bytes) {
    return Dataset.of(FileSource.of("train.jsonl.gz", bytes)).check();
  }

  @Test
  void aGzipFileIsReadAsItsRowsAndNamedAsSuch() {
    byte[] rows = rows(0, 50);
    CheckReport report = check(gzip(rows));

    assertThat(report.encoding()).isEqualTo("gzip");
    assertThat(report.rows()).isEqualTo(50);
    assertThat(report.bytes()).isEqualTo(rows.length);
    assertThat(report.countsByCode()).containsOnlyKeys("packed-file");
    assertThat(report.passed()).isTrue();
    assertThat(check(rows).encoding()).isEmpty();
  }

  @Test
  void everyMemberIsReadFromAStreamThatDoesNotKnowWhatIsThere() {
    byte[] packed = gzip(rows(0, 5), rows(5, 7), rows(7, 40));
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(packed)) {
          @Override
          public int available() {
            return 0;
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return super.read(into, offset, Math.min(length, 3));
          }
        };

    CheckReport report = Dataset.of(FileSource.oneShot("train.gz", packed.length, slow)).check();

    assertThat(report.rows()).isEqualTo(40);
    assertThat(report.countsByCode()).containsOnlyKeys("packed-file");
  }

  @Test
  void aBrokenGzipFileIsAFindingBesideWhatCouldBeRead() {
    byte[] whole = gzip(rows(0, 5000));

    CheckReport cut = check(Arrays.copyOf(whole, whole.length / 2));
    assertThat(cut.passed()).isFalse();
    assertThat(cut.countsByCode()).containsEntry("broken-packing", 1L);
    assertThat(cut.rows()).isBetween(100L, 4900L);
    assertThat(cut.findings())
        .anySatisfy(
            finding ->
                assertThat(finding.message())
                    .startsWith("the gzip data is broken after ")
                    .endsWith("; pack the file anew"));

    CheckReport head = check(Arrays.copyOf(whole, 5));
    assertThat(head.countsByCode()).containsEntry("broken-packing", 1L);
    assertThat(head.rows()).isZero();
  }

  @Test
  void aSmallFileThatGrowsToOneHugeLineIsNotHeld() {
    byte[] bomb = gzip(new byte[8 << 20]);
    DatasetRules rules = DatasetRules.builder().name("small").maxLineBytes(1000).build();

    CheckReport report = Dataset.of(FileSource.of("bomb.gz", bomb)).check(rules);

    assertThat(bomb.length).isLessThan(10_000);
    assertThat(report.bytes()).isEqualTo(8 << 20);
    assertThat(report.countsByCode()).containsOnlyKeys("packed-file", "line-too-long");
  }

  @Test
  void rulesMayRefuseWhatIsPacked() {
    DatasetRules rules = DatasetRules.builder().name("plain").packed(Treatment.REFUSE).build();

    CheckReport report = Dataset.of(FileSource.of("train.gz", gzip(rows(0, 1)))).check(rules);

    assertThat(report.summary()).contains("the file is packed with gzip; write it as plain");
    assertThat(report.passed()).isFalse();
  }

  @Test
  void aDecoderOfAnotherModuleIsFound() {
    byte[] rows = rows(0, 3);
    byte[] reversed = Reversed.reverse(rows);

    CheckReport report = Dataset.of(FileSource.of("train.reversed", reversed)).check();

    assertThat(report.encoding()).isEqualTo("reversed");
    assertThat(report.rows()).isEqualTo(3);
  }

  /** Reads files that are written backwards. */
  public static final class Reversed implements DatasetDecoder {
    static byte[] reverse(byte[] bytes) {
      byte[] reversed = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        reversed[i] = bytes[bytes.length - 1 - i];
      }
      return reversed;
    }

    @Override
    public String name() {
      return "reversed";
    }

    @Override
    public boolean decodes(byte[] head, String fileName) {
      return fileName.endsWith(".reversed") && head.length > 0;
    }

    @Override
    public InputStream decode(FileSource source) throws IOException {
      try (InputStream in = source.open()) {
        return new ByteArrayInputStream(reverse(in.readAllBytes()));
      }
    }
  }
}
