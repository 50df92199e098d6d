package dev.loraport.parquet;

import dev.loraport.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** The rows of a file as JSON Lines, one row group in memory at a time. */
final class ParquetRows extends InputStream {
  private static final long MOST_GROUP_BYTES = 512L << 20;
  private static final byte[] NONE = {};

  private final Path path;
  private final InputStream opened;
  private final ParquetFileReader reader;
  private final MessageType schema;
  private int group;
  private long left;
  private @Nullable RecordReader<Group> rows;
  private byte[] line = NONE;
  private int at;

  /**
   * Opens the file and reads its end.
   *
   * @param path the file
   * @param opened closed with this stream, although the file is read by its path
   */
  ParquetRows(Path path, InputStream opened) throws IOException {
    this.path = path;
    this.opened = opened;
    try {
      ParquetReadOptions options =
          ParquetReadOptions.builder(new PlainParquetConfiguration())
              .withCodecFactory(new PageCodecs())
              .build();
      this.reader = ParquetFileReader.open(new LocalInputFile(path), options);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw broken(e);
    }
    this.schema = reader.getFooter().getFileMetaData().getSchema();
    try {
      RowWriter.check(schema);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    return more() ? line[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!more()) {
      return -1;
    }
    int size = Math.min(length, line.length - at);
    System.arraycopy(line, at, into, offset, size);
    at += size;
    return size;
  }

  /** Whether there is a byte; reads the next row where the last one is used up. */
  private boolean more() throws IOException {
    while (at == line.length) {
      try {
        if (left == 0 && !nextGroup()) {
          return false;
        }
        nextRow();
      } catch (IOException | RuntimeException e) {
        throw broken(e);
      }
    }
    return true;
  }

  private boolean nextGroup() throws IOException {
    rows = null;
    if (group == reader.getRowGroups().size()) {
      return false;
    }
    BlockMetaData block = reader.getRowGroups().get(group++);
    if (block.getCompressedSize() > Files.size(path)) {
      throw new IOException("row group " + group + " says that it is larger than the file");
    }
    if (block.getTotalByteSize() > MOST_GROUP_BYTES) {
      throw new IOException(
          "row group "
              + group
              + " has "
              + block.getTotalByteSize()
              + " bytes, over 512 MiB; write the file with smaller row groups");
    }
    PageReadStore pages = reader.readNextRowGroup();
    if (pages == null) {
      return false;
    }
    left = pages.getRowCount();
    rows =
        new ColumnIOFactory()
            .getColumnIO(schema)
            .getRecordReader(pages, new GroupRecordConverter(schema));
    return true;
  }

  private void nextRow() throws IOException {
    RecordReader<Group> current = rows;
    if (current == null || left == 0) {
      return; // a row group without rows
    }
    Group row = current.read();
    left--;
    Json json = RowWriter.object(row, schema);
    line = (json + "\n").getBytes(StandardCharsets.UTF_8);
    at = 0;
  }

  private IOException broken(Exception cause) {
    String message = cause.getMessage();
    return cause instanceof ParquetProblem problem
        ? problem
        : new ParquetProblem(
            path.getFileName()
                + " is no Parquet file that can be read: "
                + (message == null ? cause.getClass().getSimpleName() : message),
            cause);
  }

  @Override
  public void close() throws IOException {
    try {
      reader.close();
    } finally {
      opened.close();
    }
  }
}
