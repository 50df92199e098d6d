package dev.loraport.dataset;

import java.util.Arrays;

/**
 * Picks a share of the rows, as large among short rows as among long ones, in constant memory. Rows
 * are counted in a first pass, and picked in a second one: those with the lowest hashes of their
 * bytes and the seed. So the same rows are picked in whatever order they stand, and rows that are
 * the same stay together.
 */
final class RowPick {
  private static final int BINS = 1 << 14;
  // half powers of two, from 1 byte to 2 GiB
  private static final int STRATA = 64;

  private final long seed;
  private final int[][] counts = new int[STRATA][];
  private final int[] threshold = new int[STRATA];
  private final long[] quota = new long[STRATA];
  private long rows;

  RowPick(long seed) {
    this.seed = seed;
  }

  /** Counts a row. */
  void count(Chunk row) {
    int stratum = stratum(row.length());
    int[] bins = counts[stratum];
    if (bins == null) {
      bins = new int[BINS];
      counts[stratum] = bins;
    }
    bins[bin(row.hash())]++;
    rows++;
  }

  /** Rows that were counted. */
  long rows() {
    return rows;
  }

  /** Decides how many of the rows to pick. */
  void choose(long wanted) {
    Arrays.fill(threshold, -1);
    long seen = 0;
    long picked = 0;
    for (int stratum = 0; stratum < STRATA; stratum++) {
      int[] bins = counts[stratum];
      if (bins == null) {
        continue;
      }
      for (int count : bins) {
        seen += count;
      }
      // what rounding takes from one stratum, the next one gets
      long take = Math.round((double) wanted * seen / rows) - picked;
      picked += take;
      int bin = 0;
      while (take > 0 && bins[bin] <= take) {
        take -= bins[bin++];
      }
      threshold[stratum] = bin;
      quota[stratum] = take;
    }
  }

  /** Whether the row is picked; asked once for each, in the order of the file. */
  boolean picks(Chunk row) {
    int stratum = stratum(row.length());
    int bin = bin(row.hash());
    if (bin == threshold[stratum] && quota[stratum] > 0) {
      quota[stratum]--;
      return true;
    }
    return bin < threshold[stratum];
  }

  private static int stratum(int length) {
    int power = 31 - Integer.numberOfLeadingZeros(Math.max(1, length));
    int upperHalf = power > 0 ? (length >>> (power - 1)) & 1 : 0;
    return 2 * power + upperHalf;
  }

  private int bin(long hash) {
    long mixed = (hash ^ seed) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> 50);
  }
}
