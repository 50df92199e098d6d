package dev.loraport.spi;

import dev.loraport.file.FileSource;
import java.io.IOException;
import java.io.InputStream;

/**
 * Makes JSON Lines of a data set that is packed or in another format, such as zstd or Parquet.
 * Found with {@link java.util.ServiceLoader}; gzip is built in.
 *
 * <p>What it gives is read as any other data set: line by line, each line within the bound of the
 * rules. So a decoder that gives its bytes as they are asked for needs no bound of its own on what
 * a small file may grow to; one that holds more than a few MiB at once must bound that.
 */
public interface DatasetDecoder {
  /** How many of a file's first bytes {@link #decodes} is shown. */
  int HEAD_BYTES = 16;

  /** What it reads, as a report says it: {@code zstd}. Lower case. */
  String name();

  /**
   * Whether it reads this file. Text that is JSON Lines already is not to be claimed.
   *
   * @param head the first {@link #HEAD_BYTES} bytes, fewer of a shorter file
   * @param fileName the name without a folder, such as {@code train.jsonl.zst}
   */
  boolean decodes(byte[] head, String fileName);

  /**
   * Opens the rows as JSON Lines in UTF-8.
   *
   * @param source the file; a local one has a {@link FileSource#path()}, for formats that are read
   *     from their end
   * @return a stream that the caller closes, and that closes what it reads from; a read that finds
   *     the file broken throws an {@link IOException} whose message says in what way
   * @throws IOException if the file can't be read, or is not what it seemed to be
   */
  InputStream decode(FileSource source) throws IOException;
}
