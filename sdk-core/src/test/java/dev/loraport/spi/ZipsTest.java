package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.loraport.file.FileSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZipsTest {
  private static final Zips.Limits LIMITS = new Zips.Limits(10, 1000);

  @TempDir private Path temp;

  @Test
  void whatIsPackedIsUnpackedAgain() throws IOException {
    Path zip = temp.resolve("a.zip");
    Path out = temp.resolve("out");

    Zips.pack(List.of(text("adapter_config.json", "{}"), text("notes.txt", "notes")), zip);

    assertThat(Zips.unpack(zip, out, LIMITS)).hasSize(2);
    assertThat(out.resolve("adapter_config.json")).hasContent("{}");
    assertThat(out.resolve("notes.txt")).hasContent("notes");
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

  private static FileSource text(String name, String content) {
    return FileSource.of(name, content.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../out.txt",
        "a/../../out.txt",
        "/etc/out.txt",
        "a//out.txt",
        "..",
        "./a",
        "a\\..\\out.txt",
        "C:out.txt",
        "a\u0000b",
        "NUL",
        ""
      })
  void aNameThatLeadsElsewhereIsRefused(String name) throws IOException {
    Path zip = zip(entry("good.txt", 3), entry(name, 3));
    Path out = temp.resolve("out/inner");

    assertThatIOException().isThrownBy(() -> Zips.unpack(zip, out, LIMITS));
    assertThat(out).isEmptyDirectory();
    assertThat(temp.resolve("out/out.txt")).doesNotExist();
  }

  @Test
  void aFolderThatIsALinkElsewhereIsNotEntered() throws IOException {
    Path elsewhere = Files.createDirectories(temp.resolve("elsewhere"));
    Path out = Files.createDirectories(temp.resolve("out"));
    Files.createSymbolicLink(out.resolve("sub"), elsewhere);

    assertThatIOException()
        .isThrownBy(() -> Zips.unpack(zip(entry("sub/a.txt", 3)), out, LIMITS))
        .withMessageContaining("sub/a.txt");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void noFolderIsMadeBehindALinkElsewhere() throws IOException {
    Path elsewhere = Files.createDirectories(temp.resolve("elsewhere"));
    Path out = Files.createDirectories(temp.resolve("out"));
    Files.createSymbolicLink(out.resolve("sub"), elsewhere);

    assertThatIOException()
        .isThrownBy(() -> Zips.unpack(zip(entry("sub/deep/er/a.txt", 3)), out, LIMITS));
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aFolderWithDataIsRefused() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> Zips.unpack(zip(entry("bomb/", 2000)), temp.resolve("out"), LIMITS))
        .withMessageContaining("folder with data");
  }

  @Test
  void namedFilesArePackedThoughTheyAreLinks() throws IOException {
    Path blob = Files.writeString(temp.resolve("blob"), "weights");
    Path link = Files.createSymbolicLink(temp.resolve("link"), blob);
    Path zip = temp.resolve("named.zip");

    Zips.pack(List.of(FileSource.of(link)), zip);

    assertThat(Zips.unpack(zip, temp.resolve("out"), LIMITS))
        .singleElement()
        .satisfies(file -> assertThat(file).hasFileName("link").hasContent("weights"));
  }

  @Test
  void aNameThatComesTwiceIsRefused() throws IOException {
    Path zip = zip(entry("a.txt", 3), entry("A.TXT", 3));

    assertThatIOException()
        .isThrownBy(() -> Zips.unpack(zip, temp.resolve("out"), LIMITS))
        .withMessageContaining("twice");
    assertThat(temp.resolve("out")).isEmptyDirectory();
  }

  @Test
  void aFileThatIsThereIsNotReplaced() throws IOException {
    Path out = Files.createDirectories(temp.resolve("out"));
    Files.writeString(out.resolve("a.txt"), "mine");

    assertThatIOException().isThrownBy(() -> Zips.unpack(zip(entry("a.txt", 3)), out, LIMITS));
    assertThat(out.resolve("a.txt")).hasContent("mine");
  }

  @Test
  void moreBytesThanAllowedAreNotUnpacked() throws IOException {
    Path zip = zip(entry("a", 600), entry("b", 500));

    assertThatIOException()
        .isThrownBy(() -> Zips.unpack(zip, temp.resolve("out"), LIMITS))
        .withMessageContaining("1000 bytes");
    assertThat(temp.resolve("out")).isEmptyDirectory();
  }

  @Test
  void moreEntriesThanAllowedAreRefused() throws IOException {
    Entry[] many = new Entry[11];
    for (int i = 0; i < many.length; i++) {
      many[i] = entry("f" + i, 1);
    }

    assertThatIOException()
        .isThrownBy(() -> Zips.unpack(zip(many), temp.resolve("out"), LIMITS))
        .withMessageContaining("10 entries");
  }

  private record Entry(String name, int bytes) {}

  private static Entry entry(String name, int bytes) {
    return new Entry(name, bytes);
  }

  private Path zip(Entry... entries) throws IOException {
    Path zip = temp.resolve("hostile.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file, StandardCharsets.UTF_8)) {
      for (Entry entry : entries) {
        out.putNextEntry(new ZipEntry(entry.name()));
        out.write(new byte[entry.bytes()]);
        out.closeEntry();
      }
    }
    return zip;
  }
}
