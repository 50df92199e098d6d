package dev.loraport.spi;

import dev.loraport.file.UploadListener;
import dev.loraport.http.RequestBody;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.LongSupplier;

/** A body of bytes in memory and bytes of files, in constant memory. */
final class SlicedBody implements RequestBody {
  private final String contentType;
  private final List<SliceReader.Segment> segments;
  private final UploadListener listener;
  private final LongSupplier nanos;
  private final long fileBytes;
  private int attempts;
  private long began;

  SlicedBody(
      String contentType,
      List<SliceReader.Segment> segments,
      UploadListener listener,
      LongSupplier nanos) {
    if (contentType.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("a content type has no control characters");
    }
    this.contentType = contentType;
    this.segments = List.copyOf(segments);
    this.listener = listener;
    this.nanos = nanos;
    this.fileBytes =
        segments.stream()
            .filter(SliceReader.FileSegment.class::isInstance)
            .mapToLong(SliceReader.Segment::length)
            .sum();
  }

  @Override
  public boolean repeatable() {
    return segments.stream()
        .noneMatch(s -> s instanceof SliceReader.FileSegment f && !f.source().repeatable());
  }

  @Override
  public long contentLength() {
    return segments.stream().mapToLong(SliceReader.Segment::length).sum();
  }

  @Override
  public Optional<String> contentType() {
    return Optional.of(contentType);
  }

  @Override
  public synchronized Flow.Publisher<ByteBuffer> open() {
    if (attempts++ == 0) {
      began = nanos.getAsLong();
    }
    UploadMeter meter = new UploadMeter(listener, fileBytes, attempts, began, nanos);
    return new SlicePublisher(new SliceReader(segments, nanos), meter);
  }
}
