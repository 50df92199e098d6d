package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.file.FileSource;
import dev.loraport.file.UploadProgress;
import dev.loraport.http.RequestBody;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartFormTest {
  private static String boundary(RequestBody body) {
    String type = body.contentType().orElseThrow();
    assertThat(type).startsWith("multipart/form-data; boundary=");
    return type.substring(type.indexOf('=') + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, SliceReader.SLICE, SliceReader.SLICE + 1})
  void writesFieldsAndFilesOfKnownLength(int length) throws Exception {
    byte[] content = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
    RequestBody body =
        MultipartForm.builder()
            .field("purpose", "fine-tune \u00fc")
            .file("file", FileSource.of("train.jsonl", content), "application/jsonl")
            .build();
    String boundary = boundary(body);
    byte[] sent = BodyReader.read(body, 1);
    assertThat(body.contentLength()).isEqualTo(sent.length);
    assertThat(body.repeatable()).isTrue();
    assertThat(new String(sent, StandardCharsets.UTF_8))
        .isEqualTo(
            ("--B\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nfine-tune \u00fc\r\n"
                    + "--B\r\nContent-Disposition: form-data; name=\"file\";"
                    + " filename=\"train.jsonl\"\r\nContent-Type: application/jsonl\r\n\r\n"
                    + "x".repeat(length)
                    + "\r\n--B--\r\n")
                .replace("--B", "--" + boundary));
    assertThat(BodyReader.read(body, 1)).isEqualTo(sent);
  }

  @Test
  void escapesNamesSoThatNoHeaderCanBeAdded() throws Exception {
    FileSource source = FileSource.of("a\"b\u00fc.jsonl", new byte[0]);
    RequestBody body =
        MultipartForm.builder()
            .field("x\"\r\nSet-Cookie: a", "v")
            .file("f", source, "text/plain")
            .build();
    assertThat(new String(BodyReader.read(body, 1), StandardCharsets.UTF_8))
        .contains("name=\"x%22%0D%0ASet-Cookie: a\"\r\n")
        .contains("filename=\"a%22b\u00fc.jsonl\"\r\n");
    assertThatThrownBy(() -> MultipartForm.builder().file("f", source, "a/b\r\nX: y"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyFormHasABoundaryOfItsOwn() {
    assertThat(boundary(MultipartForm.builder().build()))
        .isNotEqualTo(boundary(MultipartForm.builder().build()));
  }

  @Test
  void canBeSentOnceIfAFileCan() {
    RequestBody body =
        MultipartForm.builder()
            .file("f", FileSource.oneShot("once", 0, InputStream.nullInputStream()), "text/plain")
            .build();
    assertThat(body.repeatable()).isFalse();
  }

  @Test
  void progressCountsTheBytesOfTheFiles() throws Exception {
    List<UploadProgress> told = new CopyOnWriteArrayList<>();
    RequestBody body =
        MultipartForm.builder()
            .field("purpose", "fine-tune")
            .file("f", FileSource.of("a", new byte[10]), "text/plain")
            .listener(told::add)
            .build();
    BodyReader.read(body, 1);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).sent()).isEqualTo(10);
    assertThat(told.get(0).total()).isEqualTo(10);
    assertThat(told.get(0).fraction()).isEqualTo(1);
  }
}
