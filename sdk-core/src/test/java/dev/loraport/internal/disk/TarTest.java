package dev.loraport.internal.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarTest {
  @TempDir private Path temp;

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  private TarTest entry(char type, String name, byte[] content) {
    return entry(type, name, String.format(Locale.ROOT, "%011o", content.length), content);
  }

  private TarTest entry(char type, String name, String size, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 124, size);
    header[156] = (byte) type;
    put(header, 257, "ustar");
    put(header, 263, "00");
    sum(header);
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static void sum(byte[] header) {
    put(header, 148, "        ");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
  }

  private TarTest file(String name, String content) {
    return entry('0', name, content.getBytes(UTF_8));
  }

  private List<Path> unpack() throws IOException {
    byte[] whole = Arrays.copyOf(tar.toByteArray(), tar.size() + 1024);
    return unpack(whole);
  }

  private List<Path> unpack(byte[] bytes) throws IOException {
    return Tar.unpack(new ByteArrayInputStream(bytes), temp, 10, 10_000);
  }

  private void refused(String words) {
    assertThatIOException().isThrownBy(this::unpack).withMessageContaining(words);
  }

  @Test
  void filesAndFoldersComeOut() throws IOException {
    entry('5', "./", new byte[0])
        .file("./a.txt", "a")
        .entry('5', "sub/", new byte[0])
        .file("sub/b.txt", "b".repeat(600))
        .file(".hidden", "")
        .entry('g', "global", "notes".getBytes(UTF_8));

    assertThat(unpack())
        .containsExactly(temp.resolve("a.txt"), temp.resolve("sub/b.txt"), temp.resolve(".hidden"));
    assertThat(temp.resolve("a.txt")).hasContent("a");
    assertThat(temp.resolve("sub/b.txt")).hasContent("b".repeat(600));
  }

  @Test
  void longNamesOfBothKindsAreRead() throws IOException {
    String gnu = "g".repeat(120);
    String pax = "p".repeat(120);
    String note = "path=" + pax + "\n";
    entry('L', "././@LongLink", (gnu + "\0").getBytes(UTF_8))
        .file("short", "1")
        .entry('x', "PaxHeader", ((note.length() + 4) + " " + note).getBytes(UTF_8))
        .file("short", "2")
        .file("short", "3");

    assertThat(unpack())
        .containsExactly(temp.resolve(gnu), temp.resolve(pax), temp.resolve("short"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "/etc/a", "a/../../b", "a\\b", "..", "a//b", "C:a", "NUL"})
  void aNameThatLeadsElsewhereIsRefused(String name) throws IOException {
    file(name, "x").refused("no path below it");
    assertThat(temp.resolveSibling("a")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '4', '6', 'S'})
  void linksAndDevicesAreRefused(char type) {
    entry(type, "a", new byte[0]).refused("neither a file nor a folder");
  }

  @Test
  void aNameThatComesTwiceIsRefused() {
    file("a", "1").file("A", "2").refused("a name twice");
  }

  @ParameterizedTest
  @CsvSource({
    "77777777777, over 10000 bytes",
    "zz, no size",
    "-1, no size",
    "00000023421, over 10000 bytes"
  })
  void sizesThatCanNotBe(String size, String words) {
    entry('0', "a", size, new byte[0]).refused(words);
  }

  @Test
  void theSizeOfANoteIsWhatCounts() {
    entry('x', "Pax", "20 size=99999999999\n".getBytes(UTF_8)).file("a", "").refused("over 10000");
    tar.reset();
    entry('x', "Pax", "99 size=1\n".getBytes(UTF_8)).file("a", "").refused("breaks off");
    tar.reset();
    entry('x', "Pax", "x".getBytes(UTF_8)).file("a", "").refused("no size");
  }

  @Test
  void moreEntriesThanAllowedAreRefused() {
    for (int i = 0; i < 11; i++) {
      file("f" + i, "");
    }
    refused("over 10 entries");
  }

  @Test
  void whatIsNoTarIsRefused() {
    assertThatIOException().isThrownBy(() -> unpack(new byte[0])).withMessageContaining("no tar");
    assertThatIOException()
        .isThrownBy(() -> unpack("x".repeat(600).getBytes(UTF_8)))
        .withMessageContaining("wrong sum");
    file("a", "text");
    assertThatIOException()
        .isThrownBy(() -> unpack(Arrays.copyOf(tar.toByteArray(), 513)))
        .withMessageContaining("breaks off");
  }

  @Test
  void anyBytesEndWithAMessageAndInsideTheFolder() throws IOException {
    file("a.txt", "a").entry('5', "sub/", new byte[0]).file("sub/b.txt", "b");
    byte[] sound = Arrays.copyOf(tar.toByteArray(), tar.size() + 1024);
    Random random = new Random(7);
    Path outside = Files.createDirectories(temp.resolve("in/one"));
    for (int i = 0; i < 300; i++) {
      byte[] bytes = sound.clone();
      byte[] header = Arrays.copyOf(bytes, 512);
      for (int n = 0; n < 3; n++) {
        header[random.nextInt(512)] = (byte) random.nextInt(256);
      }
      sum(header);
      System.arraycopy(header, 0, bytes, 0, 512);
      Path out = Files.createDirectory(outside.resolve("o" + i));
      try {
        Tar.unpack(new ByteArrayInputStream(bytes), out, 10, 10_000);
      } catch (IOException refusal) {
        assertThat(refusal.getMessage()).isNotEmpty();
      }
    }
    try (Stream<Path> entries = Files.list(outside)) {
      assertThat(entries).hasSize(300).allMatch(Files::isDirectory);
    }
  }
}
