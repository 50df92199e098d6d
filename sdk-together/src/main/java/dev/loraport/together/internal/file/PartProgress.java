package dev.loraport.together.internal.file;

import dev.loraport.file.UploadListener;
import dev.loraport.file.UploadProgress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Adds up how far the parts are, for one listener, about ten times a second. */
final class PartProgress {
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final UploadListener listener;
  private final long total;
  private final AtomicLongArray sent;
  private final AtomicInteger attempt = new AtomicInteger(1);
  private final long began = System.nanoTime();
  private final AtomicLong told = new AtomicLong(began);

  PartProgress(UploadListener listener, Parting parting) {
    this.listener = listener;
    this.total = parting.total();
    this.sent = new AtomicLongArray(parting.count());
  }

  /** The listener of one part; parts count from 1. */
  UploadListener part(int number) {
    return progress -> {
      sent.set(number - 1, progress.sent());
      attempt.accumulateAndGet(progress.attempt(), Math::max);
      long before = told.get();
      long now = System.nanoTime();
      long all = sum();
      if ((all == total || now - before >= PAUSE_NANOS) && told.compareAndSet(before, now)) {
        listener.onProgress(
            new UploadProgress(all, total, attempt.get(), Duration.ofNanos(now - began)));
      }
    };
  }

  private long sum() {
    long all = 0;
    for (int i = 0; i < sent.length(); i++) {
      all += sent.get(i);
    }
    return all;
  }
}
