package dev.loraport.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.github.luben.zstd.Zstd;
import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.dataset.DatasetRules;
import dev.loraport.file.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZstdDecoderTest {
  private static final String ROW =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
          + "{\"role\":\"assistant\",\"content\":\"Hello.\"}]}\n";

  private final ZstdDecoder decoder = new ZstdDecoder();

  private byte[] unpacked(byte[] packed) throws IOException {
    try (InputStream in = decoder.decode(FileSource.of("train.jsonl.zst", packed))) {
      return in.readAllBytes();
    }
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  @Test
  void aPackedDataSetIsCheckedAsAPlainOne(@TempDir Path folder) throws IOException {
    byte[] rows = ROW.repeat(500).getBytes(StandardCharsets.UTF_8);
    Path plain = Files.write(folder.resolve("train.jsonl"), rows);
    Path packed = Files.write(folder.resolve("train.jsonl.zst"), Zstd.compress(rows));

    CheckReport expected = Dataset.open(plain).check(DatasetRules.builder().name("any").build());
    CheckReport report = Dataset.open(packed).check(DatasetRules.builder().name("any").build());

    assertThat(report.rows()).isEqualTo(500);
    assertThat(report.errorCount()).isEqualTo(expected.errorCount());
    assertThat(report.messages()).isEqualTo(expected.messages());
  }

  @Test
  void randomBytesInSeveralFramesComeBackAsTheyWere() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      byte[] one = new byte[random.nextInt(20_000)];
      byte[] other = new byte[random.nextInt(20_000)];
      random.nextBytes(one);
      Arrays.fill(other, (byte) round);
      assertThat(unpacked(joined(Zstd.compress(one), Zstd.compress(other))))
          .isEqualTo(joined(one, other));
    }
  }

  @Test
  void whatBreaksOffOrIsNoZstdIsAnErrorAndNeverAShortFile() throws IOException {
    byte[] packed = Zstd.compress(ROW.repeat(5_000).getBytes(StandardCharsets.UTF_8));
    Random random = new Random(11);
    for (int round = 0; round < 50; round++) {
      byte[] cut = Arrays.copyOf(packed, 1 + random.nextInt(packed.length - 1));
      assertThatIOException().isThrownBy(() -> unpacked(cut));
    }
    byte[] broken = packed.clone();
    broken[5] ^= 0x55;
    assertThatIOException().isThrownBy(() -> unpacked(broken));
  }

  @Test
  void aWindowOfMoreThan128MebibytesIsRefused() throws IOException {
    assertThat(unpacked(frame(20))).isEqualTo(new byte[] {'a'});
    assertThatIOException().isThrownBy(() -> unpacked(frame(28))).withMessageContaining("memory");
  }

  /** A frame with a window of two to that many bytes, and one block that holds an {@code a}. */
  private static byte[] frame(int windowLog) {
    byte window = (byte) ((windowLog - 10) << 3);
    return new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, window, (1 << 3) | 1, 0, 0, 'a'};
  }

  @ParameterizedTest
  @CsvSource({
    "28 b5 2f fd 00, train.jsonl, true",
    "28 b5 2f fd 00, train.bin, true",
    "50 2a 4d 18 04, train.jsonl.zst, true",
    "5f 2a 4d 18 04, train.ZST, true",
    "50 2a 4d 18 04, train.lz4, false",
    "28 b5 2f, train.zst, false",
    "7b 22 6d 65 73, train.zst, false",
    "1f 8b 08 00 00, train.zst, false"
  })
  void aFileIsKnownByItsFirstBytes(String head, String name, boolean known) {
    String[] hex = head.split(" ", -1);
    byte[] bytes = new byte[hex.length];
    for (int i = 0; i < hex.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex[i], 16);
    }
    assertThat(decoder.decodes(bytes, name)).isEqualTo(known);
  }
}
