package dev.loraport.file;

import java.time.Duration;

/**
 * How far an upload is.
 *
 * @param sent bytes that were handed to the connection; it falls back to 0 on a new attempt
 * @param total bytes in all
 * @param attempt which attempt it is, from 1
 * @param elapsed time since the upload began
 */
public record UploadProgress(long sent, long total, int attempt, Duration elapsed) {
  /** The share that was sent, from 0 to 1. */
  public double fraction() {
    return total == 0 ? 1 : (double) sent / total;
  }
}
