package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server whose every byte is in the hands of the test. */
final class RawServer implements AutoCloseable {
  /** What the server does with a request. */
  @FunctionalInterface
  interface Script {
    void answer(Exchange exchange) throws IOException;
  }

  record Request(
      String method, String target, Map<String, String> headers, String body, int connection) {
    @Nullable String header(String name) {
      return headers.get(name);
    }
  }

  private final ServerSocket socket;
  private final String scheme;
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Request> arrivals = new LinkedBlockingQueue<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Long> clientLeft = new CompletableFuture<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger arrived = new AtomicInteger();

  RawServer(Script script) throws IOException {
    this(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), "http", script);
  }

  RawServer(ServerSocket socket, String scheme, Script script) {
    this.socket = socket;
    this.scheme = scheme;
    this.script = script;
    start(
        () -> {
          while (true) {
            Socket connection = socket.accept();
            connections.add(connection);
            start(() -> serve(connection));
          }
        });
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // the other side left, or the test is over
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  URI uri(String path) {
    return URI.create(scheme + "://127.0.0.1:" + socket.getLocalPort() + path);
  }

  int port() {
    return socket.getLocalPort();
  }

  List<Request> requests() {
    return requests;
  }

  /** The next request, once its headers are there. */
  Request take() throws InterruptedException {
    Request request = arrivals.poll(10, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  /** The connections that are open now. */
  int open() {
    return (int) connections.stream().filter(connection -> !connection.isClosed()).count();
  }

  int connections() {
    return count.get();
  }

  /**
   * Ends when a client has closed a connection on which it was kept waiting, with the {@link
   * RunningTime}.
   */
  CompletableFuture<Long> clientLeft() {
    return clientLeft;
  }

  /** That a client left within a second from that {@link RunningTime}. */
  void assertLeftSince(long start) throws Exception {
    long left = clientLeft.get(20, TimeUnit.SECONDS);
    assertThat(Duration.ofNanos(left - start)).isLessThan(Duration.ofSeconds(1));
  }

  private void serve(Socket connection) throws IOException {
    int number = count.incrementAndGet();
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (true) {
        String line = line(in);
        if (line == null) {
          return;
        }
        Exchange exchange = new Exchange(connection, in, number, line);
        script.answer(exchange);
        if (exchange.over) {
          return;
        }
      }
    }
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b;
    while ((b = in.read()) != '\n') {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  /** One request and the way to answer it. */
  final class Exchange {
    private final Socket connection;
    private final InputStream in;
    private final OutputStream out;
    private final Map<String, String> headers = new TreeMap<>();
    private final String method;
    private final String target;
    private final Request request;
    private final int place;
    private boolean over;

    Exchange(Socket connection, InputStream in, int number, String first) throws IOException {
      this.connection = connection;
      this.in = in;
      this.out = connection.getOutputStream();
      String[] words = first.split(" ", -1);
      method = words[0];
      target = words[1];
      for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      String body = "";
      long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
      if (length > 0 && length < (1 << 20)) {
        body = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
      }
      request = new Request(method, target, headers, body, number);
      requests.add(request);
      place = arrived.incrementAndGet();
      arrivals.add(request);
    }

    Request request() {
      return request;
    }

    /** Which request it is, from 1. */
    int number() {
      return place;
    }

    Socket connection() {
      return connection;
    }

    InputStream in() {
      return in;
    }

    void raw(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    void respond(int status, String body, String... more) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " x\r\n");
      for (int i = 0; i < more.length; i += 2) {
        head.append(more[i]).append(": ").append(more[i + 1]).append("\r\n");
      }
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      raw(head + "Content-Length: " + length + "\r\n\r\n" + body);
    }

    void ok() throws IOException {
      respond(200, "{\"ok\":true}", "Content-Type", "application/json");
    }

    /** Closes the connection. */
    void die() throws IOException {
      over = true;
      connection.close();
    }

    /** Says nothing more, and notes when the client leaves. */
    void hang() {
      over = true;
      try {
        while (in.read() >= 0) {
          // what a client still sends is of no interest
        }
      } catch (IOException e) {
        // a reset is a way of leaving too
      }
      clientLeft.complete(RunningTime.nanos());
    }
  }
}
