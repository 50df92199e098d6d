package dev.loraport.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The loopback server, with TLS in front of it where that is wanted; fresh for each process. */
final class Server implements AutoCloseable {
  private final List<Process> processes = new ArrayList<>();
  private final String base;

  Server(Path programs, boolean tls) throws IOException {
    int port = start(programs.resolve("loopserver").toString());
    if (tls) {
      port =
          start(
              programs.resolve("tlsfront").toString(),
              Integer.toString(port),
              programs.resolve("key.pem").toString(),
              programs.resolve("cert.pem").toString());
    }
    base = (tls ? "https" : "http") + "://localhost:" + port + "/v1";
  }

  private int start(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    processes.add(process);
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (line == null || !line.startsWith("port ")) {
      throw new IOException(command[0] + " did not start: " + line);
    }
    return Integer.parseInt(line.substring("port ".length()));
  }

  /** The base address, which ends in {@code /v1}. */
  String base() {
    return base;
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
  }
}
