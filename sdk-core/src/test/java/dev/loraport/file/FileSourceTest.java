package dev.loraport.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.error.UploadException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourceTest {
  @TempDir Path folder;

  @Test
  void aFileHasItsNameAndLengthAndCanBeReadAgain() throws IOException {
    Path file = Files.writeString(folder.resolve("train.jsonl"), "{}\n");

    FileSource source = FileSource.of(file);

    assertThat(source.name()).isEqualTo("train.jsonl");
    assertThat(source.length()).isEqualTo(3);
    assertThat(source.path()).contains(file);
    assertThat(source.repeatable()).isTrue();
    assertThat(source.open()).hasContent("{}\n");
    assertThat(source.open()).hasContent("{}\n");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path file = folder.resolve("nowhere.jsonl");

    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> FileSource.of(file))
        .withMessageContaining("nowhere.jsonl")
        .withMessageContaining("no such file")
        .satisfies(e -> assertThat(e.step()).isEqualTo(UploadException.Step.READ));
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> FileSource.of(folder))
        .withMessageContaining("not a regular file");
  }

  @Test
  void bytesInMemoryAreACopy() throws IOException {
    byte[] bytes = {'a', 'b'};
    FileSource source = FileSource.of("a.jsonl", bytes);

    bytes[0] = 'x';

    assertThat(source.open()).hasContent("ab");
    assertThat(source.path()).isEmpty();
  }

  @Test
  void aOneShotStreamOpensOnce() throws IOException {
    FileSource source =
        FileSource.oneShot("a.jsonl", 1, new ByteArrayInputStream(new byte[] {'a'}));

    assertThat(source.repeatable()).isFalse();
    assertThat(source.open()).hasContent("a");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(source::open)
        .withMessageContaining("a.jsonl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a/b", "a\\b", "a\nb", "../a"})
  void aNameWithAFolderOrAControlCharacterIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> FileSource.of(name, new byte[0]));
  }

  @Test
  void aNegativeLengthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileSource.of("a", -1, () -> new ByteArrayInputStream(new byte[0])));
  }

  @Test
  void progressIsAShareFromZeroToOne() {
    assertThat(new UploadProgress(1, 4, 1, Duration.ofSeconds(1)).fraction()).isEqualTo(0.25);
    assertThat(new UploadProgress(0, 0, 1, Duration.ZERO).fraction()).isEqualTo(1);
  }
}
