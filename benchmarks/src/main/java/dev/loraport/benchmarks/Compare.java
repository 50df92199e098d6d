package dev.loraport.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures each driver at each kind of work in a fresh process against a fresh server, in rounds,
 * and prints a table with the ratio of each to the first driver in the same round.
 */
final class Compare {
  private static final int COLD_STARTS = 5;
  private static final long FILE_BYTES = 1L << 30;

  private final Options options;
  // of each row and driver, the rounds
  private final Map<String, List<Map<String, Double>>> results = new HashMap<>();

  private Compare(Options options) {
    this.options = options;
  }

  public static void main(String[] args) throws Exception {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks: " + e.getMessage());
      System.exit(2);
      return;
    }
    new Compare(options).run();
  }

  private void run() throws Exception {
    for (int round = 0; round < options.rounds(); round++) {
      for (Row row : options.rows()) {
        for (String driver : options.drivers()) {
          System.err.printf("round %d: %s, %s%n", round + 1, row.option(), driver);
          results.computeIfAbsent(row + driver, key -> new ArrayList<>()).add(measure(row, driver));
        }
      }
    }
    print();
  }

  private Map<String, Double> measure(Row row, String driver) throws Exception {
    List<String> about =
        Files.readAllLines(options.target().resolve("drivers").resolve(driver + ".txt"));
    String type = about.get(0);
    String path = about.get(1);
    if (row == Row.PATH) {
      return size(path);
    }
    try (Server server = new Server(options.target(), row.overTls())) {
      List<String> command = new ArrayList<>(List.of("java", "-XX:+UseG1GC", row.heap()));
      if (row.overTls()) {
        command.add("-Djavax.net.ssl.trustStore=" + options.target().resolve("trust.p12"));
        command.add("-Djavax.net.ssl.trustStorePassword=changeit");
      }
      command.addAll(options.jvm());
      String classes = Path.of(about.get(2)).toString();
      command.addAll(List.of("-cp", classes + File.pathSeparator + path));
      if (row == Row.COLD || row == Row.COLD_TLS) {
        command.addAll(List.of(Cold.class.getName(), type, server.base()));
        List<Map<String, Double>> starts = new ArrayList<>();
        for (int i = 0; i < COLD_STARTS; i++) {
          starts.add(start(command));
        }
        return median(starts);
      }
      command.addAll(
          List.of(
              Worker.class.getName(),
              type,
              row.work(),
              server.base(),
              Double.toString(options.warmUp()),
              Double.toString(options.seconds()),
              file().toString()));
      return start(command);
    }
  }

  private static Map<String, Double> size(String path) throws IOException {
    long bytes = 0;
    int jars = 0;
    for (String jar : path.split(File.pathSeparator, -1)) {
      if (jar.endsWith(".jar")) {
        bytes += Files.size(Path.of(jar));
        jars++;
      }
    }
    return Map.of("mb", bytes / 1e6, "jars", (double) jars);
  }

  private Path file() throws IOException {
    Path file = options.target().resolve("data.jsonl");
    if (!Files.exists(file) || Files.size(file) != FILE_BYTES) {
      byte[] line = new byte[1024];
      Arrays.fill(line, (byte) 'x');
      line[line.length - 1] = '\n';
      byte[] block = new byte[1 << 20];
      for (int at = 0; at < block.length; at += line.length) {
        System.arraycopy(line, 0, block, at, line.length);
      }
      try (var out = Files.newOutputStream(file)) {
        for (long at = 0; at < FILE_BYTES; at += block.length) {
          out.write(block);
        }
      }
    }
    return file;
  }

  /** Runs one process; nothing if it fails, which is told. */
  private static Map<String, Double> start(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Map<String, Double> figures = new HashMap<>();
    StringBuilder output = new StringBuilder();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(
                      new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  if (line.startsWith("RESULT ")) {
                    for (String part : line.substring("RESULT ".length()).split(" ", -1)) {
                      int equals = part.indexOf('=');
                      figures.put(
                          part.substring(0, equals),
                          Double.parseDouble(part.substring(equals + 1)));
                    }
                  } else if (output.length() < 4000) {
                    output.append(line).append('\n');
                  }
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    reader.start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      output.append("stopped after 120 s\n");
    }
    reader.join();
    if (figures.isEmpty()) {
      System.err.println(output);
    }
    return figures;
  }

  private static Map<String, Double> median(List<Map<String, Double>> rounds) {
    Map<String, Double> medians = new HashMap<>();
    for (Map<String, Double> round : rounds) {
      for (String key : round.keySet()) {
        medians.put(key, median(rounds.stream().map(r -> r.get(key)).toList(), 0));
      }
    }
    return medians;
  }

  private static double median(List<@Nullable Double> values, double none) {
    double[] sorted =
        values.stream().filter(v -> v != null).mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0 ? none : sorted[sorted.length / 2];
  }

  private void print() {
    System.out.println("| what | | " + String.join(" | ", options.drivers()) + " |");
    System.out.println("|:--|:--|" + "--:|".repeat(options.drivers().size()));
    for (Row row : options.rows()) {
      String title = row.title();
      for (Row.Figure figure : row.figures()) {
        StringBuilder line = new StringBuilder("| " + title + " | " + figure.title() + " |");
        for (String driver : options.drivers()) {
          line.append(' ').append(cell(row, figure, driver)).append(" |");
        }
        System.out.println(line);
        title = "";
      }
    }
  }

  private String cell(Row row, Row.Figure figure, String driver) {
    List<Map<String, Double>> of = results.getOrDefault(row + driver, List.of());
    List<Map<String, Double>> first =
        results.getOrDefault(row + options.drivers().get(0), List.of());
    double value = median(of.stream().map(r -> r.get(figure.key())).toList(), Double.NaN);
    if (Double.isNaN(value)) {
      return "–";
    }
    List<@Nullable Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(of.size(), first.size()); i++) {
      Double mine = of.get(i).get(figure.key());
      Double others = first.get(i).get(figure.key());
      ratios.add(mine == null || others == null ? null : mine / others);
    }
    double ratio = median(ratios, Double.NaN);
    boolean base = driver.equals(options.drivers().get(0));
    return figure.show(value)
        + (base || Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, " (%.2f×)", ratio));
  }
}
