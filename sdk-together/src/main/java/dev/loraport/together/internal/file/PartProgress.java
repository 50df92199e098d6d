package dev.loraport.together.internal.file;

import dev.loraport.file.UploadListener;
import dev.loraport.file.UploadProgress;
import java.time.Duration;

/**
 * Adds up how far the parts are, for one listener, about ten times a second; one part tells it at a
 * time, so that what it is told never goes back by itself, and the end is told once.
 */
final class PartProgress {
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final UploadListener listener;
  private final long total;
  private final long[] sent;
  private final long began = System.nanoTime();
  private int attempt = 1;
  private long all;
  private long told;
  private long toldAt = began;

  PartProgress(UploadListener listener, Parting parting) {
    this.listener = listener;
    this.total = parting.total();
    this.sent = new long[parting.count()];
  }

  /** The listener of one part; parts count from 1. */
  UploadListener part(int number) {
    return progress -> moved(number - 1, progress);
  }

  private synchronized void moved(int part, UploadProgress progress) {
    all += progress.sent() - sent[part];
    sent[part] = progress.sent();
    attempt = Math.max(attempt, progress.attempt());
    long now = System.nanoTime();
    if (all == total ? told != total : now - toldAt >= PAUSE_NANOS) {
      told = all;
      toldAt = now;
      listener.onProgress(new UploadProgress(all, total, attempt, Duration.ofNanos(now - began)));
    }
  }
}
