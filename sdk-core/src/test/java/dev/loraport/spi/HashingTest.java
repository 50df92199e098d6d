package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashingTest {
  @Test
  void hashesAsThePublishedExampleDoes() {
    byte[] abc = "abc".getBytes(StandardCharsets.UTF_8);
    assertThat(Hashing.sha256(FileSource.of("a", abc)))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65535, 65536, 65537, 200_000})
  void hashesAnyLength(int length) throws Exception {
    byte[] bytes = new byte[length];
    new java.util.Random(length).nextBytes(bytes);
    String expected =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertThat(Hashing.sha256(FileSource.of("a", bytes))).isEqualTo(expected);
  }

  @Test
  void refusesWhatCanBeReadOnlyOnce() {
    FileSource once = FileSource.oneShot("a", 0, InputStream.nullInputStream());
    assertThatThrownBy(() -> Hashing.sha256(once))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a can be read only once");
  }

  @Test
  void saysHowLongTheSourceReallyIs() {
    FileSource shrunk =
        FileSource.of("train.jsonl", 10, () -> new ByteArrayInputStream(new byte[7]));
    assertThatThrownBy(() -> Hashing.sha256(shrunk))
        .isInstanceOf(UploadException.class)
        .hasMessageContaining("train.jsonl")
        .hasMessageContaining("expected 10 bytes, found 7");
  }

  @Test
  void saysWhyTheSourceCannotBeRead() {
    FileSource unreadable =
        FileSource.of(
            "train.jsonl",
            10,
            () -> {
              throw new IOException("stale handle");
            });
    assertThatThrownBy(() -> Hashing.sha256(unreadable))
        .isInstanceOf(UploadException.class)
        .hasMessageContaining("train.jsonl can't be read")
        .hasMessageContaining("stale handle");
  }
}
