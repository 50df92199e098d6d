package dev.loraport.together.internal.file;

/**
 * How a file is cut into parts, by the numbers of Together's Python SDK 1.5.34 (2025-12-23): up to
 * 250 parts of about 250 MiB, each of 5 MiB or more.
 *
 * @param total bytes of the file
 * @param size bytes of each part but the last
 * @param count the number of parts
 */
record Parting(long total, long size, int count) {
  /** The target size of a part where none is set: 250 MiB. */
  static final long TARGET = 262_144_000L;

  /** The smallest part: 5 MiB. */
  static final long SMALLEST = 5_242_880L;

  private static final int MOST = 250;

  /** The parts of a file. */
  static Parting of(long total, long target) {
    if (total <= target) {
      return new Parting(total, total, 1);
    }
    long size = quotient(total, Math.min(MOST, quotient(total, target)));
    long raised = Math.max(size, SMALLEST);
    return new Parting(total, raised, (int) quotient(total, raised));
  }

  /** Where a part begins; parts count from 1. */
  long from(int number) {
    return (number - 1) * size;
  }

  /** The bytes of a part. */
  long length(int number) {
    return Math.min(size, total - from(number));
  }

  private static long quotient(long bytes, long by) {
    return (bytes + by - 1) / by;
  }
}
