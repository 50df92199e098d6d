package dev.loraport.together;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of a Markdown file, by the heading that they stand below.
 *
 * @param lines its lines
 */
record Tables(List<String> lines) {
  private static final Path PAGE = Path.of("..", "docs", "providers", "together.md");
  private static final Path CONTRACT = Path.of("..", "..", "shared", "contracts", "together.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** The page of what is supported. */
  static Tables page() {
    return read(PAGE);
  }

  /** What the wire is, where it lies beside the project. */
  static Optional<Tables> contract() {
    return Files.exists(CONTRACT) ? Optional.of(read(CONTRACT)) : Optional.empty();
  }

  private static Tables read(Path path) {
    try {
      return new Tables(Files.readAllLines(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines below the one heading that begins so, up to the next of its kind or above. */
  List<String> section(String heading) {
    List<String> starts = lines.stream().filter(line -> line.startsWith(heading)).toList();
    if (starts.size() != 1) {
      throw new AssertionError("one heading \"" + heading + "\", not " + starts);
    }
    int from = lines.indexOf(starts.get(0)) + 1;
    int level = heading.indexOf(' ');
    int to = from;
    while (to < lines.size() && !isHeading(lines.get(to), level)) {
      to++;
    }
    return lines.subList(from, to);
  }

  private static boolean isHeading(String line, int level) {
    int marks = line.indexOf(' ');
    return line.startsWith("#")
        && marks > 0
        && marks <= level
        && line.substring(0, marks).matches("#+");
  }

  /** The rows of all tables below a heading, without their heads. */
  List<List<String>> rows(String heading) {
    List<List<String>> rows = new ArrayList<>();
    List<String> section = section(heading);
    for (int i = 2; i < section.size(); i++) {
      boolean body = section.get(i).startsWith("| ") && section.get(i - 1).startsWith("|");
      boolean head = i + 1 < section.size() && section.get(i + 1).startsWith("|---");
      if (body && !head) {
        rows.add(cells(section.get(i)));
      }
    }
    return rows;
  }

  private static List<String> cells(String row) {
    String[] cells = row.substring(1, row.lastIndexOf('|')).split("(?<!\\\\)\\|", -1);
    return Arrays.stream(cells).map(String::strip).toList();
  }

  /** What stands in backticks. */
  static List<String> code(String text) {
    return CODE.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** The names in the first cells of the rows below a heading. */
  List<String> names(String heading) {
    return rows(heading).stream().flatMap(row -> code(row.get(0)).stream()).toList();
  }

  /** The first group of the one line below a heading that holds the pattern. */
  String find(String heading, String pattern) {
    for (String line : section(heading)) {
      Matcher matcher = Pattern.compile(pattern).matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    throw new AssertionError("nothing like " + pattern + " below " + heading);
  }
}
