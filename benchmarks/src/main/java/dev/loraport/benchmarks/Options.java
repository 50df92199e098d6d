package dev.loraport.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What to compare.
 *
 * @param target where the programs, the class paths of the drivers and the file to upload are
 * @param rows the lines of the table
 * @param drivers by the names of their class paths; the first is what the others are compared with
 * @param rounds how often each is measured
 * @param warmUp seconds
 * @param seconds to measure
 * @param jvm more arguments for the JVM of each process
 */
record Options(
    Path target,
    List<Row> rows,
    List<String> drivers,
    int rounds,
    double warmUp,
    double seconds,
    List<String> jvm) {

  static Options parse(String[] args) {
    if (args.length > 1 && args[args.length - 1].matches("--(only|drivers|rounds|jvm)")) {
      throw new IllegalArgumentException(args[args.length - 1] + " needs a value");
    }
    Path target = Path.of(args[0]);
    List<Row> rows = List.of(Row.values());
    List<String> drivers = List.of("tuned", "loraport");
    boolean quick = false;
    int rounds = 0;
    List<String> jvm = List.of();
    for (int i = 1; i < args.length; i++) {
      switch (args[i]) {
        case "--quick" -> quick = true;
        case "--only" -> rows = rows(args[++i]);
        case "--drivers" -> drivers = List.of(args[++i].split(",", -1));
        case "--rounds" -> rounds = Integer.parseInt(args[++i]);
        case "--jvm" -> jvm = List.of(args[++i].split(" ", -1));
        default ->
            throw new IllegalArgumentException(
                args[i] + "? known: --quick --only ROW,… --drivers NAME,… --rounds N --jvm ARGS");
      }
    }
    return new Options(
        target,
        rows,
        drivers,
        rounds > 0 ? rounds : quick ? 1 : 3,
        quick ? 3 : 10,
        quick ? 2 : 5,
        jvm);
  }

  private static List<Row> rows(String names) {
    return Arrays.stream(names.split(",", -1))
        .map(name -> Row.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
        .toList();
  }
}
