package dev.loraport.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What to compare.
 *
 * @param target where the programs, the class paths of the drivers and the file to upload are
 * @param command how it was asked for
 * @param version the commit that was built
 * @param rows the kinds of work
 * @param drivers by the names of their class paths; the first is what the others are compared with
 * @param rounds how often each is measured
 * @param warmUp seconds
 * @param seconds to measure
 * @param jvm more arguments for the JVM of each process
 */
record Options(
    Path target,
    String command,
    String version,
    List<Row> rows,
    List<String> drivers,
    int rounds,
    double warmUp,
    double seconds,
    List<String> jvm) {

  /** Reads them; the first three are the directory of the programs, the command and the commit. */
  static Options parse(String[] args) {
    if (args.length > 3 && args[args.length - 1].matches("--(only|drivers|rounds|jvm)")) {
      throw new IllegalArgumentException(args[args.length - 1] + " needs a value");
    }
    List<Row> rows = List.of(Row.values());
    List<String> drivers = List.of("tuned", "loraport");
    boolean quick = false;
    int rounds = 0;
    List<String> jvm = List.of();
    for (int i = 3; i < args.length; i++) {
      switch (args[i]) {
        case "--quick" -> quick = true;
        case "--only" -> rows = Arrays.stream(args[++i].split(",", -1)).map(Row::of).toList();
        case "--drivers" -> drivers = List.of(args[++i].split(",", -1));
        case "--rounds" -> rounds = rounds(args[++i]);
        case "--jvm" -> jvm = List.of(args[++i].strip().split(" +", -1));
        default -> throw new IllegalArgumentException(args[i] + "? See benchmarks/run --help.");
      }
    }
    return new Options(
        Path.of(args[0]),
        args[1],
        args[2],
        rows,
        drivers,
        rounds > 0 ? rounds : quick ? 1 : 3,
        quick ? 3 : 10,
        quick ? 2 : 5,
        jvm);
  }

  private static int rounds(String text) {
    if (!text.matches("[1-9]\\d{0,2}")) {
      throw new IllegalArgumentException("--rounds " + text + "? It takes a number from 1 to 999.");
    }
    return Integer.parseInt(text);
  }

  /** The same with other rows. */
  Options withRows(List<Row> others) {
    return new Options(target, command, version, others, drivers, rounds, warmUp, seconds, jvm);
  }

  /** Minutes that all of it takes, roughly. */
  double minutes() {
    double round = rows.stream().mapToDouble(row -> row.about(warmUp, seconds)).sum();
    return round * drivers.size() * rounds / 60;
  }
}
