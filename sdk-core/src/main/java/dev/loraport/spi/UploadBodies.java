package dev.loraport.spi;

import dev.loraport.file.FileSource;
import dev.loraport.file.UploadListener;
import dev.loraport.http.RequestBody;
import java.util.List;

/**
 * Bodies of uploads: they take constant memory, know their length, and can be sent again if their
 * source can be read again.
 *
 * <p>Each time a body is opened is an attempt for the listener. A source that can't be read, or
 * that is longer or shorter than it said, fails the body with an {@link
 * dev.loraport.error.UploadException} of the step {@code READ} before its last bytes are sent, so
 * that no server takes it for whole.
 */
public final class UploadBodies {
  private UploadBodies() {}

  /**
   * All bytes of a source.
   *
   * @param source the bytes
   * @param contentType the media type
   * @param listener told about progress
   */
  public static RequestBody raw(FileSource source, String contentType, UploadListener listener) {
    return range(source, 0, source.length(), contentType, listener);
  }

  /**
   * A range of the bytes of a source, for uploads in parts. A local file is not read up to the
   * range.
   *
   * @param source the bytes
   * @param from the offset of the first byte
   * @param length how many bytes
   * @param contentType the media type
   * @param listener told about progress within the range
   * @throws IllegalArgumentException if the range is not within the source
   */
  public static RequestBody range(
      FileSource source, long from, long length, String contentType, UploadListener listener) {
    if (from < 0 || length < 0 || from > source.length() - length) {
      throw new IllegalArgumentException(
          "the range of "
              + length
              + " bytes from "
              + from
              + " is not within "
              + source.name()
              + ", which has "
              + source.length());
    }
    return new SlicedBody(
        contentType,
        List.of(new SliceReader.FileSegment(source, from, length)),
        listener,
        System::nanoTime);
  }
}
