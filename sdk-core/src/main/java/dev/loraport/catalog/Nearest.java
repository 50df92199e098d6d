package dev.loraport.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Which of the known names may have been meant by one that is not known. */
public final class Nearest {
  // behind all that hold the other, or are held by it
  private static final int FAR = 1 << 20;

  private Nearest() {}

  /**
   * The known names, the nearest first: those that hold the other or are held by it, then by how
   * much of their ends differs: what is before the last slash is a maker or an account.
   */
  public static List<String> first(String wanted, Collection<String> known) {
    String meant = end(wanted);
    List<String> names = new ArrayList<>(new TreeSet<>(known));
    names.sort(
        Comparator.comparingInt(
            name -> distance(meant, end(name)) + (holds(end(name), meant) ? 0 : FAR)));
    return names;
  }

  /** The nearest of them, if it is so near that the other may be a slip. */
  static Optional<String> close(String wanted, Collection<String> known) {
    String meant = end(wanted);
    int most = 1 + meant.length() / 4;
    String nearest = "";
    for (String name : first(wanted, known)) {
      int distance = distance(meant, end(name));
      if (distance <= most) {
        most = distance - 1;
        nearest = name;
      }
    }
    return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
  }

  private static String end(String name) {
    return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  private static boolean holds(String name, String other) {
    return !other.isEmpty() && (name.contains(other) || other.contains(name));
  }

  /** How many letters have to be put in, left out or changed (Levenshtein's distance). */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
