package dev.loraport.testkit.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
  private static final int BLOCK = Sink.BLOCK;

  private final Scratch scratch = new Scratch();

  @AfterEach
  void close() {
    scratch.close();
  }

  private Spool spool(byte[] bytes, long most) throws IOException {
    try (Sink sink = new Sink(scratch, most)) {
      sink.take(new ByteArrayInputStream(bytes));
      return sink.finish();
    }
  }

  private static byte[] all(Spool spool) throws IOException {
    try (InputStream in = spool.open()) {
      return in.readAllBytes();
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void givesBackWhatItTookWithItsZeros(long seed) throws Exception {
    Random random = new Random(seed);
    byte[] bytes = new byte[1 + random.nextInt(20 * BLOCK)];
    for (int i = 0; i < 10; i++) {
      int from = random.nextInt(bytes.length);
      random.ints(Math.min(1000, bytes.length - from)).forEach(x -> bytes[from] = (byte) x);
    }

    Spool whole = spool(bytes, Spool.KEPT);
    assertThat(Arrays.equals(all(whole), bytes)).isTrue();
    assertThat(whole.sha256()).isEqualTo(sha256(bytes));
    assertThat(whole.length()).isEqualTo(bytes.length);

    Sink sink = new Sink(scratch);
    try (InputStream tee = sink.tee(new ByteArrayInputStream(bytes))) {
      tee.skipNBytes(bytes.length / 2);
      tee.transferTo(OutputStream.nullOutputStream());
    }
    assertThat(Arrays.equals(all(sink.finish()), bytes)).isTrue();

    int middle = bytes.length / 3;
    Spool joined =
        Spool.joined(
            List.of(
                spool(Arrays.copyOf(bytes, middle), Spool.KEPT),
                spool(Arrays.copyOfRange(bytes, middle, bytes.length), Spool.KEPT)),
            "not believed");
    assertThat(Arrays.equals(all(joined), bytes)).isTrue();
    assertThat(joined.sha256()).isEqualTo(sha256(bytes));
    int from = random.nextInt(bytes.length);
    try (InputStream in = joined.open(from)) {
      assertThat(
              Arrays.equals(in.readAllBytes(), 0, bytes.length - from, bytes, from, bytes.length))
          .isTrue();
    }
  }

  @Test
  void storesNoRunsOfZeros() throws Exception {
    byte[] bytes = new byte[100 * BLOCK];
    bytes[50 * BLOCK + 1] = 1;
    assertThat(spool(bytes, Spool.KEPT).stored()).isEqualTo(BLOCK);
  }

  @Test
  void keepsLengthAndHashOfWhatIsTooLarge() throws Exception {
    byte[] bytes = random(20 * BLOCK);
    Spool spool = spool(bytes, 10 * BLOCK);

    assertThat(spool.length()).isEqualTo(bytes.length);
    assertThat(spool.sha256()).isEqualTo(sha256(bytes));
    assertThat(spool.stored()).isZero();
    assertThat(spool.bytes(4)).isEqualTo(Arrays.copyOf(bytes, 4));
    assertThatExceptionOfType(NotKeptException.class)
        .isThrownBy(spool::open)
        .withMessageContaining("keeps at most 256 MiB of a file, runs of zeros aside")
        .withMessageContaining(bytes.length + " bytes");
    assertThatExceptionOfType(NotKeptException.class).isThrownBy(() -> spool.bytes(BLOCK + 1));
  }

  @Test
  void whatIsJoinedOfAForgottenPartIsForgotten() throws Exception {
    Spool first = spool(random(6 * BLOCK), Spool.KEPT);
    Spool second = spool(random(7 * BLOCK), Spool.KEPT);
    first.forget();
    Spool joined = Spool.joined(List.of(first, second), "as declared");

    assertThat(joined.length()).isEqualTo(13L * BLOCK);
    assertThat(joined.sha256()).isEqualTo("as declared");
    assertThat(joined.hasContent()).isFalse();
    assertThatExceptionOfType(NotKeptException.class).isThrownBy(joined::open);
  }
}
