package dev.loraport.spi;

import dev.loraport.file.UploadListener;
import dev.loraport.file.UploadProgress;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells a listener how far one attempt of an upload is, about ten times a second. */
final class UploadMeter {
  private static final System.Logger LOG = System.getLogger("dev.loraport.upload");
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final UploadListener listener;
  private final long total;
  private final int attempt;
  private final long began;
  private final LongSupplier nanos;
  private long told;

  /**
   * Makes a meter.
   *
   * @param listener who is told
   * @param total bytes in all
   * @param attempt which attempt it is, from 1
   * @param began when the first attempt began, on the clock of the next parameter
   * @param nanos a clock in nanoseconds
   */
  UploadMeter(UploadListener listener, long total, int attempt, long began, LongSupplier nanos) {
    this.listener = listener;
    this.total = total;
    this.attempt = attempt;
    this.began = began;
    this.nanos = nanos;
    this.told = nanos.getAsLong();
  }

  /** Part of it was sent; all of it is told at the end, and once. */
  void sent(long bytes) {
    long now = nanos.getAsLong();
    if (bytes < total && now - told >= PAUSE_NANOS) {
      tell(bytes, now);
    }
  }

  void end(long bytes) {
    tell(bytes, nanos.getAsLong());
  }

  private void tell(long bytes, long now) {
    told = now;
    try {
      listener.onProgress(new UploadProgress(bytes, total, attempt, Duration.ofNanos(now - began)));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "an upload listener failed; the upload goes on", e);
    }
  }
}
