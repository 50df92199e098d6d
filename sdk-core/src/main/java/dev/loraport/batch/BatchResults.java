package dev.loraport.batch;

import dev.loraport.error.DecodeException;
import dev.loraport.internal.json.LineReader;
import dev.loraport.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files that a batch leaves, of answers ({@link BatchJob#outputFile()}) and of errors
 * ({@link BatchJob#errorFile()}), in the line formats of all providers.
 *
 * <p>It goes through a file once, one line at a time, in memory that does not grow with the file.
 * The order is that of the file, which is often not that of the requests: {@link
 * BatchResult#customId()} says which request a line answers. Not for several threads.
 */
public final class BatchResults implements Iterable<BatchResult>, AutoCloseable {
  private static final int MAX_LINE_BYTES = 64 << 20;
  private static final int RAW_LIMIT = 64 << 10;

  private final String name;
  private final InputStream in;
  private final LineReader lines;
  private boolean taken;

  private BatchResults(String name, InputStream in) {
    this.name = name;
    this.in = in;
    this.lines = new LineReader(in, MAX_LINE_BYTES);
  }

  /**
   * Opens a downloaded file.
   *
   * @throws IOException if it can't be opened
   */
  public static BatchResults open(Path file) throws IOException {
    Path name = file.getFileName();
    return of(name == null ? "" : name.toString(), Files.newInputStream(file));
  }

  /**
   * Reads from a stream, which {@link #close()} closes.
   *
   * @param name how exceptions call it
   * @param in the bytes
   */
  public static BatchResults of(String name, InputStream in) {
    return new BatchResults(name, in);
  }

  /**
   * All results by the id of their request, in the order of the file: for a file that fits into
   * memory.
   *
   * @throws IllegalStateException if two lines have the same id, as where the requests had, or if
   *     the results were asked for before
   * @throws DecodeException as {@link #iterator()}
   */
  public Map<String, BatchResult> byCustomId() {
    Map<String, BatchResult> results = new LinkedHashMap<>();
    for (BatchResult result : this) {
      if (results.putIfAbsent(result.customId(), result) != null) {
        throw new IllegalStateException(
            at()
                + ": a second result for custom_id \""
                + result.customId()
                + "\"; go through the results one by one, or give each request an id of its own");
      }
    }
    return results;
  }

  /**
   * All results as a stream; the caller closes this reader.
   *
   * @throws IllegalStateException if the results were asked for before
   */
  public Stream<BatchResult> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  /**
   * The results, once. Its methods throw {@link DecodeException} at a line that can't be read, with
   * its number, after which the next line can be asked for, and {@link UncheckedIOException} if the
   * file can't be read on.
   *
   * @throws IllegalStateException if the results were asked for before
   */
  @Override
  public Iterator<BatchResult> iterator() {
    if (taken) {
      throw new IllegalStateException(
          "the results of " + name + " were gone through already; open the file again");
    }
    taken = true;
    return new Results();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private @Nullable BatchResult read() {
    while (advance()) {
      if (lines.tooLong()) {
        throw unreadable("the line is longer than " + MAX_LINE_BYTES + " bytes", "", null);
      }
      byte[] bytes =
          Arrays.copyOfRange(lines.buffer(), lines.start(), lines.start() + lines.length());
      if (!isBlank(bytes)) {
        return parse(bytes);
      }
    }
    return null;
  }

  private boolean advance() {
    try {
      return lines.next();
    } catch (IOException e) {
      throw new UncheckedIOException(at() + " can't be read: " + e.getMessage(), e);
    }
  }

  private BatchResult parse(byte[] bytes) {
    Json line;
    try {
      line = Json.parse(bytes);
    } catch (IllegalArgumentException e) {
      throw unreadable(String.valueOf(e.getMessage()), text(bytes), e);
    }
    if (line.kind() != Json.Kind.OBJECT) {
      throw unreadable("a line is a JSON object", text(bytes), null);
    }
    return ResultLine.read(line);
  }

  private DecodeException unreadable(String why, String raw, @Nullable Throwable cause) {
    return new DecodeException(
        null,
        null,
        at() + " is no result of a batch: " + why + "; download the file again",
        shorten(raw),
        cause);
  }

  private String at() {
    return (name.isEmpty() ? "" : name + ", ") + "line " + lines.number();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, RAW_LIMIT), StandardCharsets.UTF_8);
  }

  static String shorten(String raw) {
    return raw.length() > RAW_LIMIT ? raw.substring(0, RAW_LIMIT) : raw;
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private final class Results implements Iterator<BatchResult> {
    private @Nullable BatchResult next;

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = read();
      }
      return next != null;
    }

    @Override
    public BatchResult next() {
      BatchResult result = hasNext() ? next : null;
      next = null;
      if (result == null) {
        throw new NoSuchElementException();
      }
      return result;
    }
  }
}
