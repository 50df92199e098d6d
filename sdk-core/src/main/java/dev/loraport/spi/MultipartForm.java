package dev.loraport.spi;

import dev.loraport.file.FileSource;
import dev.loraport.file.UploadListener;
import dev.loraport.http.RequestBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Builds a body of the type {@code multipart/form-data}: with a boundary of its own, of known
 * length, in constant memory. It can be sent again if all its files can be read again; see {@link
 * UploadBodies} for what happens when a file changes. Progress counts the bytes of the files alone.
 */
public final class MultipartForm {
  private final String boundary = "loraport-" + UUID.randomUUID();
  private final List<SliceReader.Segment> segments = new ArrayList<>();
  private UploadListener listener = UploadListener.NONE;

  private MultipartForm() {}

  /** Starts a form. */
  public static MultipartForm builder() {
    return new MultipartForm();
  }

  /** Adds a text. */
  public MultipartForm field(String name, String value) {
    return text(head("name=\"" + escaped(name) + "\"", "") + value + "\r\n");
  }

  /**
   * Adds a file, under the name of its source.
   *
   * @param name the name of the field
   * @param source the bytes
   * @param contentType the media type
   * @throws IllegalArgumentException if the media type has control characters
   */
  public MultipartForm file(String name, FileSource source, String contentType) {
    if (contentType.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("a content type has no control characters");
    }
    String names = "name=\"" + escaped(name) + "\"; filename=\"" + escaped(source.name()) + "\"";
    text(head(names, "Content-Type: " + contentType + "\r\n"));
    segments.add(new SliceReader.FileSegment(source, 0, source.length()));
    return text("\r\n");
  }

  /** Who is told about progress. */
  public MultipartForm listener(UploadListener listener) {
    this.listener = listener;
    return this;
  }

  /** The body. */
  public RequestBody build() {
    List<SliceReader.Segment> all = new ArrayList<>(segments);
    all.add(bytes("--" + boundary + "--\r\n"));
    return new SlicedBody(
        "multipart/form-data; boundary=" + boundary, all, listener, System::nanoTime);
  }

  private String head(String names, String headers) {
    return "--"
        + boundary
        + "\r\nContent-Disposition: form-data; "
        + names
        + "\r\n"
        + headers
        + "\r\n";
  }

  private MultipartForm text(String text) {
    segments.add(bytes(text));
    return this;
  }

  private static SliceReader.Segment bytes(String text) {
    return new SliceReader.BytesSegment(StandardCharsets.UTF_8.encode(text));
  }

  // As browsers do it.
  private static String escaped(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }
}
