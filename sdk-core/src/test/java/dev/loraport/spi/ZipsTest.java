package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipsTest {
  private static final Zips.Limits LIMITS = new Zips.Limits(10, 1000);

  @TempDir private Path temp;

  @Test
  void whatIsPackedIsUnpackedAgain() throws IOException {
    Path folder = temp.resolve("in");
    Files.createDirectories(folder.resolve("more"));
    Files.writeString(folder.resolve("adapter_config.json"), "{}");
    Files.writeString(folder.resolve("more/notes.txt"), "notes");
    Files.writeString(folder.resolve("optimizer.pt"), "not wanted");
    Path zip = temp.resolve("a.zip");

    assertThat(Zips.pack(folder, path -> !path.toString().endsWith(".pt"), zip))
        .containsExactly("adapter_config.json", "more/notes.txt");
    Path out = temp.resolve("out");

    assertThat(Zips.unpack(zip, out, LIMITS)).hasSize(2);
    assertThat(out.resolve("adapter_config.json")).hasContent("{}");
    assertThat(out.resolve("more/notes.txt")).hasContent("notes");
    assertThat(out.resolve("optimizer.pt")).doesNotExist();
  }

  @Test
  void twoArchivesOfTheSameFilesAreTheSameBytes() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("in"));
    Files.writeString(folder.resolve("a"), "1");
    Path one = temp.resolve("one.zip");
    Path two = temp.resolve("two.zip");

    Zips.pack(folder, path -> true, one);
    Files.setLastModifiedTime(
        folder.resolve("a"), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
    Zips.pack(folder, path -> true, two);

    assertThat(two).hasSameBinaryContentAs(one);
  }

  @Test
  void aLinkIsNotPacked() throws IOException {
    Path secret = Files.writeString(temp.resolve("secret"), "secret");
    Path folder = Files.createDirectories(temp.resolve("in"));
    Files.createSymbolicLink(folder.resolve("link"), secret);

    assertThat(Zips.pack(folder, path -> true, temp.resolve("a.zip"))).isEmpty();
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

    Zips.pack(Map.of("a.bin", link), zip);

    assertThat(Zips.unpack(zip, temp.resolve("out"), LIMITS))
        .singleElement()
        .satisfies(file -> assertThat(file).hasFileName("a.bin").hasContent("weights"));
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
