package dev.loraport.testkit.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host of somebody else, who keeps the heads of all requests that reach him. */
final class ForeignHost implements AutoCloseable {
  private static final int MAX_HEAD = 64 << 10;
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
          .concat("Connection: close\r\n\r\n{}")
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  private ForeignHost(ServerSocket server) {
    this.server = server;
  }

  static ForeignHost start() {
    try {
      ForeignHost host =
          new ForeignHost(
              new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
      Thread thread = new Thread(host::serve, "foreign-host");
      thread.setDaemon(true);
      thread.start();
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** The request lines and headers that came. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        heads.add(head(socket.getInputStream()));
        socket.getOutputStream().write(ANSWER);
      } catch (IOException e) {
        // the client has gone, or this host is closed
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < MAX_HEAD && head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
