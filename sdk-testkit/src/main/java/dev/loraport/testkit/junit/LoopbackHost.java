package dev.loraport.testkit.junit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.loraport.adapter.ArtifactHost;
import dev.loraport.file.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An {@link ArtifactHost} on this machine, from which a fake fetches: small files, in memory. It
 * needs no JUnit.
 */
public final class LoopbackHost implements ArtifactHost, AutoCloseable {
  private final HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<String> fetched = new CopyOnWriteArrayList<>();
  private final List<Duration> lifetimes = new CopyOnWriteArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean losing;

  /**
   * Starts it on a free port.
   *
   * @throws UncheckedIOException if there is none
   */
  public LoopbackHost() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] content = files.get(path);
      if (content == null || losing) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      fetched.add(name(path));
      exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    }
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public Hosted put(FileSource file, Duration lifetime) throws IOException {
    lifetimes.add(lifetime);
    String path = "/" + count.incrementAndGet() + "/" + file.name();
    try (InputStream in = file.open()) {
      files.put(path, in.readAllBytes());
    }
    InetSocketAddress address = server.getAddress();
    URI url =
        URI.create("http://127.0.0.1:" + address.getPort() + path.replace(" ", "%20") + "?key=k");
    return new Hosted() {
      @Override
      public URI url() {
        return url;
      }

      @Override
      public void delete() {
        files.remove(path);
      }
    };
  }

  /** Answers 404 from now on, as if all that was put were gone. */
  public void loseAll() {
    losing = true;
  }

  /** The names of what is there now. */
  public List<String> names() {
    return files.keySet().stream().map(LoopbackHost::name).sorted().toList();
  }

  /** The names of what was fetched, in that order. */
  public List<String> fetched() {
    return List.copyOf(fetched);
  }

  /** For how long each file was put here, in that order. */
  public List<Duration> lifetimes() {
    return List.copyOf(lifetimes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
