package dev.loraport.dataset;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the format of a file by looking at its first rows. */
final class FormatFinder {
  /** The rows that are looked at. */
  private static final int ROWS = 64;

  private FormatFinder() {}

  /** The format of a row that has these members; null if it is none. */
  static @Nullable DatasetFormat of(Set<String> members) {
    for (DatasetFormat format : DatasetFormat.values()) {
      if (members.containsAll(format.members())) {
        return format;
      }
    }
    return null;
  }

  /** The format that most of the first rows of a file have; null if none has any. */
  static @Nullable DatasetFormat of(Chunk first) {
    if (isArray(first)) {
      return null;
    }
    Map<DatasetFormat, Integer> votes = new EnumMap<>(DatasetFormat.class);
    JsonCursor in = new JsonCursor();
    for (int row = 0; row < ROWS && first.nextLine(); row++) {
      DatasetFormat found = of(names(in, first));
      if (found != null) {
        votes.merge(found, 1, Integer::sum);
      }
    }
    first.rewind();
    return votes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  /**
   * Whether a file begins as a JSON array does: with a line that goes into one and does not end it,
   * or with an array that is all there is. Rows that are arrays, one a line, are no such file.
   */
  static boolean isArray(Chunk first) {
    boolean array = false;
    if (nextFilled(first)) {
      JsonCursor in = new JsonCursor();
      in.begin(first.bytes(), first.start(), first.start() + first.length());
      try {
        array = in.value() == '[';
        in.skip();
        array = array && !in.hasMore() && !nextFilled(first) && first.last;
      } catch (BrokenRow e) {
        // an array goes on behind the line; of what is none the check says what is wrong
      }
    }
    first.rewind();
    return array;
  }

  private static boolean nextFilled(Chunk chunk) {
    while (chunk.nextLine()) {
      chunk.skipByteOrderMark();
      if (!chunk.isBlank()) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> names(JsonCursor in, Chunk line) {
    Set<String> names = new HashSet<>();
    if (line.isBlank() || line.invalidUtf8() >= 0) {
      return names;
    }
    in.begin(line.bytes(), line.start(), line.start() + line.length());
    try {
      if (in.value() == '{') {
        in.beginObject();
        while (in.nextMember()) {
          names.add(in.string());
          in.skip();
        }
      }
    } catch (BrokenRow e) {
      // the check says what is wrong with the row; what was read of it still tells its format
      return names;
    }
    return names;
  }
}
