package dev.loraport.parquet;

import dev.loraport.file.FileSource;
import dev.loraport.spi.DatasetDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads the rows of a Parquet file as JSON Lines, found by its first bytes.
 *
 * <p>A column is a member of the object, by its name; a value that is null is left out. Text, JSON
 * and enums, numbers, decimals, booleans, dates, times, UUIDs, lists, maps with text as keys and
 * structures are read; a column of plain bytes, of INT96 or of intervals is refused by its name.
 * Pages may be packed with Snappy, gzip, Zstandard or not at all.
 *
 * <p>The file must be on the disk, because Parquet is read from its end. A row group of more than
 * 512 MiB is refused: it is held in memory.
 */
public final class ParquetDecoder implements DatasetDecoder {
  /** Makes the decoder; {@link java.util.ServiceLoader} does. */
  public ParquetDecoder() {}

  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public boolean decodes(byte[] head, String fileName) {
    return head.length >= 4 && head[0] == 'P' && head[1] == 'A' && head[2] == 'R' && head[3] == '1';
  }

  @Override
  public InputStream decode(FileSource source) throws IOException {
    Path path =
        source
            .path()
            .orElseThrow(
                () ->
                    new IOException(
                        "Parquet is read from its end: give "
                            + source.name()
                            + " as a file on the disk, not as a stream"));
    return new ParquetRows(path, source.open());
  }
}
