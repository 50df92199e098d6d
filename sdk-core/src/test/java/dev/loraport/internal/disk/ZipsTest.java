package dev.loraport.internal.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.loraport.file.FileSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZipsTest {
  @TempDir private Path temp;

  @Test
  void whatIsPackedIsInTheArchive() throws IOException {
    Path blob = Files.writeString(temp.resolve("blob"), "weights");
    Path link = Files.createSymbolicLink(temp.resolve("link"), blob);
    Path zip = temp.resolve("a.zip");

    Zips.pack(List.of(FileSource.of("b.json", "{}".getBytes(UTF_8)), FileSource.of(link)), zip);

    try (ZipFile file = new ZipFile(zip.toFile())) {
      assertThat(file.stream().map(ZipEntry::getName)).containsExactly("b.json", "link");
      assertThat(file.getInputStream(file.getEntry("b.json"))).hasContent("{}");
      assertThat(file.getInputStream(file.getEntry("link"))).hasContent("weights");
    }
  }

  @Test
  void twoArchivesOfTheSameFilesAreTheSameBytes() throws IOException {
    Path file = Files.writeString(temp.resolve("a"), "1");
    Path one = temp.resolve("one.zip");
    Path two = temp.resolve("two.zip");

    Zips.pack(List.of(FileSource.of(file)), one);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    Zips.pack(List.of(FileSource.of(file)), two);

    assertThat(two).hasSameBinaryContentAs(one);
  }

  @ParameterizedTest
  @CsvSource({"0, over 0", "2, fewer than 2"})
  void aFileThatIsNotOfItsLengthIsNotPacked(long length, String words) {
    FileSource liar = FileSource.of("a", length, () -> new ByteArrayInputStream(new byte[] {1}));

    assertThatIOException()
        .isThrownBy(() -> Zips.pack(List.of(liar), temp.resolve("a.zip")))
        .withMessageContaining("a has " + words + " bytes");
  }
}
