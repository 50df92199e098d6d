package dev.loraport.parquet;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Unpacks pages without Hadoop's codecs, and never to more than a page may have. */
final class PageCodecs implements CompressionCodecFactory {
  private static final int MOST_PAGE_BYTES = 256 << 20;

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("files are only read");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new Decompressor((packed, size) -> packed);
      case SNAPPY -> new Decompressor(PageCodecs::snappy);
      case GZIP ->
          new Decompressor(
              (packed, size) ->
                  exactly(new GZIPInputStream(new ByteArrayInputStream(packed)), size));
      case ZSTD ->
          new Decompressor(
              (packed, size) ->
                  exactly(new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(packed)), size));
      default ->
          throw new IllegalArgumentException(
              "its pages are packed with "
                  + codec
                  + "; write it with snappy, gzip, zstd or without a codec");
    };
  }

  @Override
  public void release() {}

  private static byte[] snappy(byte[] packed, int size) throws IOException {
    if (Snappy.uncompressedLength(packed) != size) {
      throw new IOException("a page unpacks to another size than it says");
    }
    return Snappy.uncompress(packed);
  }

  private static byte[] exactly(InputStream unpacked, int size) throws IOException {
    try (unpacked) {
      byte[] page = unpacked.readNBytes(size);
      if (page.length < size || unpacked.read() >= 0) {
        throw new IOException("a page unpacks to another size than it says");
      }
      return page;
    }
  }

  /** Unpacks one page. */
  @FunctionalInterface
  private interface Unpacking {
    byte[] unpack(byte[] packed, int size) throws IOException;
  }

  private record Decompressor(Unpacking unpacking) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput packed, int size) throws IOException {
      return BytesInput.from(unpack(packed.toInputStream().readAllBytes(), size));
    }

    @Override
    public void decompress(ByteBuffer packed, int packedSize, ByteBuffer into, int size)
        throws IOException {
      byte[] bytes = new byte[packedSize];
      packed.get(bytes);
      into.put(unpack(bytes, size));
    }

    private byte[] unpack(byte[] packed, int size) throws IOException {
      if (size < 0 || size > MOST_PAGE_BYTES) {
        throw new IOException("a page says that it has " + size + " bytes, over 256 MiB");
      }
      return unpacking.unpack(packed, size);
    }

    @Override
    public void release() {}
  }
}
