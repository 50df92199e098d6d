package dev.loraport.zstd;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.loraport.file.FileSource;
import dev.loraport.spi.DatasetDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Reads data sets that are packed with Zstandard, found by their first bytes. Several frames one
 * behind the other are read as one; a file that breaks off is an error. A file that was packed with
 * a window of more than 128 MiB ({@code zstd --long=28} and above) is refused: unpacking it takes
 * that much memory.
 */
public final class ZstdDecoder implements DatasetDecoder {
  private static final int WINDOW_LOG_MAX = 27;

  /** Makes the decoder; {@link java.util.ServiceLoader} does. */
  public ZstdDecoder() {}

  @Override
  public String name() {
    return "zstd";
  }

  // 28 b5 2f fd begins a frame; 5x 2a 4d 18 a frame to be skipped, which other formats begin with
  // as well
  @Override
  public boolean decodes(byte[] head, String fileName) {
    boolean frame = starts(head, 0x28, 0xff, 0xb5, 0x2f, 0xfd);
    boolean skippable = starts(head, 0x50, 0xf0, 0x2a, 0x4d, 0x18);
    return frame || (skippable && fileName.toLowerCase(Locale.ROOT).endsWith(".zst"));
  }

  private static boolean starts(byte[] head, int first, int mask, int... rest) {
    if (head.length <= rest.length || (head[0] & mask) != first) {
      return false;
    }
    for (int i = 0; i < rest.length; i++) {
      if ((head[i + 1] & 0xff) != rest[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public InputStream decode(FileSource source) throws IOException {
    InputStream packed = source.open();
    try {
      return new ZstdInputStreamNoFinalizer(packed).setLongMax(WINDOW_LOG_MAX);
    } catch (IOException | RuntimeException e) {
      packed.close();
      throw e;
    }
  }
}
