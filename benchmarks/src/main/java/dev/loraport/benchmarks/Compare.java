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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Measures each driver at each kind of work in a fresh process against a fresh server. The drivers
 * take turns: a round measures each of them once, and each round begins with another one.
 */
final class Compare {
  private static final int COLD_STARTS = 5;
  private static final long LONGEST_SECONDS = 180;
  private static final long FILE_BYTES = 1L << 30;

  private final Options options;
  private final Results results;

  private Compare(Options options) {
    this.options = options;
    this.results = new Results(options);
  }

  public static void main(String[] args) throws Exception {
    // what is measured and its servers end with this process, however it ends
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
    Options options;
    try {
      options = withoutMissing(Options.parse(args));
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks: " + e.getMessage());
      System.exit(2);
      return;
    }
    new Compare(options).run();
  }

  private static Options withoutMissing(Options options) {
    List<Row> rows = new ArrayList<>(options.rows());
    List<Row> over = rows.stream().filter(row -> row.front() == Server.Front.HTTP2).toList();
    if (!over.isEmpty() && !Server.hasHttp2()) {
      rows.removeAll(over);
      String why =
          Row.options(over)
              + " left out: no nghttpx here, the server's end of HTTP/2 (Debian: nghttp2-proxy)";
      if (rows.isEmpty()) {
        throw new IllegalArgumentException(why);
      }
      System.err.println("benchmarks: " + why);
    }
    return options.withRows(rows);
  }

  private void run() throws Exception {
    System.err.printf(
        Locale.ROOT,
        "rows %d × drivers %d × rounds %d: about %.0f min%n",
        options.rows().size(),
        options.drivers().size(),
        options.rounds(),
        Math.max(1, options.minutes()));
    for (int round = 0; round < options.rounds(); round++) {
      List<String> turns = new ArrayList<>(options.drivers());
      Collections.rotate(turns, -round);
      for (Row row : options.rows()) {
        for (String driver : turns) {
          Map<String, Double> figures = measure(row, driver);
          System.err.printf(
              "round %d: %s, %s: %s%n", round + 1, row.option(), driver, new TreeMap<>(figures));
          results.add(row, driver, figures);
        }
      }
    }
    results.print();
  }

  private Map<String, Double> measure(Row row, String driver) throws Exception {
    List<String> about =
        Files.readAllLines(options.target().resolve("drivers").resolve(driver + ".txt"));
    String type = about.get(0);
    String path = about.get(1);
    if (row == Row.PATH) {
      return size(path);
    }
    try (Server server = new Server(options.target(), row.front())) {
      List<String> command = new ArrayList<>(List.of("java", "-XX:+UseG1GC", row.heap()));
      if (row.front() != Server.Front.NONE) {
        command.add("-Djavax.net.ssl.trustStore=" + options.target().resolve("trust.p12"));
        command.add("-Djavax.net.ssl.trustStorePassword=changeit");
      }
      if (row.front() == Server.Front.HTTP2) {
        // the other clients speak it wherever the server does
        command.addAll(List.of("-Dloraport.http2=true", "-Draw.http=2", "-Draw.executor=default"));
      }
      command.addAll(about.subList(3, about.size()));
      command.addAll(options.jvm());
      command.addAll(List.of("-cp", about.get(2) + File.pathSeparator + path));
      if (!row.isMeasured()) {
        command.addAll(List.of(Cold.class.getName(), type, server.base()));
        List<Map<String, Double>> starts = new ArrayList<>();
        for (int i = 0; i < COLD_STARTS; i++) {
          starts.add(start(command));
        }
        return Results.median(starts);
      }
      command.addAll(
          List.of(
              Worker.class.getName(),
              type,
              row.work(),
              server.base(),
              Double.toString(options.warmUp()),
              Double.toString(options.seconds()),
              row.needsFile() ? file().toString() : "",
              server.processes()));
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

  /**
   * Runs one process; nothing if its client has no such call, {@link Results#FAILED} if it fails.
   */
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
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      output.append("stopped after ").append(LONGEST_SECONDS).append(" s\n");
    }
    reader.join();
    if (figures.isEmpty() && output.indexOf(Worker.NOT_OFFERED) < 0) {
      System.err.println(output);
      figures.put(Results.FAILED, 1.0);
    }
    return figures;
  }
}
