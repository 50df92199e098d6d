package dev.loraport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured, as text: for each kind of work a table with a line for each driver. A cell has
 * the median of the rounds, the median of the rounds' ratios to the first driver, and the least and
 * the most of the rounds.
 */
final class Results {
  /** The key of a round that failed. */
  static final String FAILED = "failed";

  private final Options options;
  private final String machine = machine();
  // of each row and driver, the rounds
  private final Map<String, List<Map<String, Double>>> rounds = new HashMap<>();

  Results(Options options) {
    this.options = options;
  }

  void add(Row row, String driver, Map<String, Double> figures) {
    rounds.computeIfAbsent(row + driver, key -> new ArrayList<>()).add(figures);
  }

  private List<Map<String, Double>> of(Row row, String driver) {
    return rounds.getOrDefault(row + driver, List.of());
  }

  /** Of each figure the median. */
  static Map<String, Double> median(List<Map<String, Double>> rounds) {
    Map<String, Double> medians = new HashMap<>();
    for (Map<String, Double> round : rounds) {
      for (String key : round.keySet()) {
        medians.put(key, median(sorted(rounds, key)));
      }
    }
    return medians;
  }

  private static double[] sorted(List<Map<String, Double>> rounds, String key) {
    return rounds.stream()
        .filter(round -> round.containsKey(key))
        .mapToDouble(round -> round.getOrDefault(key, Double.NaN))
        .sorted()
        .toArray();
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  void print() {
    System.out.println("`" + options.command() + "`");
    System.out.println(options.version() + ", " + machine);
    System.out.printf(
        "%d round%s: median (of the ratios to %s in the same round: median) [least–most]%n",
        options.rounds(), options.rounds() == 1 ? "" : "s", options.drivers().get(0));
    for (Row row : options.rows()) {
      List<Row.Figure> figures = row.figures();
      List<List<String>> lines = new ArrayList<>();
      lines.add(new ArrayList<>(List.of(row.title())));
      figures.forEach(figure -> lines.get(0).add(figure.title()));
      for (String driver : options.drivers()) {
        List<String> line = new ArrayList<>(List.of(driver));
        figures.forEach(figure -> line.add(cell(row, figure, driver)));
        lines.add(line);
      }
      System.out.println();
      print(lines);
    }
  }

  private static void print(List<List<String>> lines) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder("|");
      for (int i = 0; i < widths.length; i++) {
        String space = " ".repeat(widths[i] - line.get(i).length());
        text.append(' ').append(i == 0 ? line.get(i) + space : space + line.get(i)).append(" |");
      }
      System.out.println(text);
      if (line == lines.get(0)) {
        StringBuilder rule = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
          rule.append(i == 0 ? ":" + "-".repeat(widths[i] + 1) : "-".repeat(widths[i] + 1) + ":");
          rule.append('|');
        }
        System.out.println(rule);
      }
    }
  }

  private String cell(Row row, Row.Figure figure, String driver) {
    List<Map<String, Double>> mine = of(row, driver);
    double[] values = sorted(mine, figure.key());
    int failed = sorted(mine, FAILED).length;
    if (values.length == 0) {
      return failed > 0 ? "failed" : "–";
    }
    StringBuilder text = new StringBuilder(figure.show(median(values)));
    double[] ratios = ratios(mine, of(row, options.drivers().get(0)), figure.key());
    if (!driver.equals(options.drivers().get(0))
        && figure != Row.Figure.SERVER
        && ratios.length > 0) {
      text.append(String.format(Locale.ROOT, " (%.2f×)", median(ratios)));
    }
    String least = figure.show(values[0]);
    String most = figure.show(values[values.length - 1]);
    if (!least.equals(most)) {
      text.append(" [").append(least).append('–').append(most).append(']');
    }
    return failed > 0
        ? text.append(", ").append(failed).append(" failed").toString()
        : text.toString();
  }

  private static double[] ratios(
      List<Map<String, Double>> mine, List<Map<String, Double>> first, String key) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(mine.size(), first.size()); i++) {
      Double value = mine.get(i).get(key);
      Double base = first.get(i).get(key);
      if (value != null && base != null && base > 0) {
        ratios.add(value / base);
      }
    }
    return ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /** What it was measured on and when, with how busy the machine was before. */
  private static String machine() {
    return String.format(
        Locale.ROOT,
        "JDK %s, %d processors (%s), %s %s, load before %s, begun %s",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        value("/proc/cpuinfo", "model name"),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        value("/proc/loadavg", null),
        Instant.now().truncatedTo(ChronoUnit.MINUTES));
  }

  /** The first value of that name in a file of the system; its first word without a name. */
  private static String value(String file, @Nullable String name) {
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        if (name == null) {
          return line.split(" ", -1)[0];
        }
        if (line.startsWith(name)) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      // another system: the figures stand without it
    }
    return "?";
  }
}
