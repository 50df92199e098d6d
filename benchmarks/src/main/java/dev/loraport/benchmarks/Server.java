package dev.loraport.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The loopback server, with TLS in front of it where that is wanted; fresh for each process. */
final class Server implements AutoCloseable {
  private static final String HTTP2_FRONT = "nghttpx";
  private static final long START_NANOS = 10_000_000_000L;

  /** What speaks with the client. */
  enum Front {
    /** The server itself, by plain http. */
    NONE,
    /** A TLS end that passes bytes on; HTTP/1.1. */
    TLS,
    /** A proxy that speaks HTTP/2 and HTTP/1.1 over TLS, as the client wants. */
    HTTP2
  }

  private final List<Process> processes = new ArrayList<>();
  private final String base;

  Server(Path programs, Front front) throws IOException, InterruptedException {
    try {
      int plain =
          port(start(ProcessBuilder.Redirect.INHERIT, programs.resolve("loopserver").toString()));
      String key = programs.resolve("key.pem").toString();
      String certificate = programs.resolve("cert.pem").toString();
      base =
          switch (front) {
            case NONE -> "http://localhost:" + plain + "/v1";
            case TLS -> {
              String program = programs.resolve("tlsfront").toString();
              int port =
                  port(
                      start(
                          ProcessBuilder.Redirect.INHERIT,
                          program,
                          Integer.toString(plain),
                          key,
                          certificate));
              yield "https://localhost:" + port + "/v1";
            }
            case HTTP2 -> "https://localhost:" + http2(programs, plain, key, certificate) + "/v1";
          };
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** Whether there is what speaks HTTP/2. */
  static boolean hasHttp2() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, HTTP2_FRONT)));
  }

  private Process start(ProcessBuilder.Redirect errors, String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectError(errors).start();
    processes.add(process);
    return process;
  }

  private static int port(Process process) throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (line == null || !line.startsWith("port ")) {
      throw new IOException(process.info().command() + " did not start: " + line);
    }
    return Integer.parseInt(line.substring("port ".length()));
  }

  /** One thread; a connection takes as many streams as the rows have calls in flight. */
  private int http2(Path programs, int plain, String key, String certificate)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path log = programs.resolve(HTTP2_FRONT + ".log");
    Process process =
        start(
            ProcessBuilder.Redirect.to(log.toFile()),
            HTTP2_FRONT,
            "--conf=/dev/null",
            "--frontend=127.0.0.1," + port,
            "--backend=127.0.0.1," + plain,
            "--single-process",
            "--workers=1",
            "--log-level=ERROR",
            "--frontend-http2-max-concurrent-streams=1000",
            "--no-ocsp",
            "--no-via",
            "--no-add-x-forwarded-proto",
            "--no-server-rewrite",
            key,
            certificate);
    for (long end = System.nanoTime() + START_NANOS; ; Thread.sleep(10)) {
      try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return port;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException(HTTP2_FRONT + " did not start; why is in " + log, e);
        }
      }
    }
  }

  /** The base address, which ends in {@code /v1}. */
  String base() {
    return base;
  }

  /** The processes, by number, with a comma between them. */
  String processes() {
    return processes.stream()
        .map(process -> Long.toString(process.pid()))
        .collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
  }
}
