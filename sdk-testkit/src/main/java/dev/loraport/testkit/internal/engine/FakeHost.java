package dev.loraport.testkit.internal.engine;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One listening port. A loop of our own instead of a library's mock server: bodies must stream,
 * connections must be reset and watched, and requests that such servers hang on (a GET with a body,
 * {@code Expect: 100-continue}) must be answered.
 */
public final class FakeHost implements Closeable {
  private static final System.Logger LOG = System.getLogger(FakeHost.class.getName());
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int BACKLOG = 128;

  private final String name;
  private final Exchange exchange;
  private final Hooks hooks;
  private final ServerSocket server;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Binds to 127.0.0.1; port 0 takes a free one. */
  public FakeHost(String name, int port, Provider provider, Hooks hooks, Scratch scratch)
      throws IOException {
    this.name = name;
    this.hooks = hooks;
    this.exchange = new Exchange(provider, hooks, scratch);
    this.server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
  }

  public int port() {
    return server.getLocalPort();
  }

  public void start() {
    daemon(name + "-accept", this::accept);
  }

  private void accept() {
    for (int index = 0; !closed; index++) {
      try {
        Connection connection = new Connection(index, server.accept());
        connections.add(connection);
        hooks.connections(1);
        daemon(name + "-" + index, () -> serve(connection));
      } catch (IOException e) {
        if (!closed) {
          LOG.log(System.Logger.Level.WARNING, "{0}: accepting failed: {1}", name, e.getMessage());
        }
      }
    }
  }

  private void serve(Connection connection) {
    try {
      if (closed) {
        return;
      }
      boolean more = true;
      while (more) {
        more = exchange.run(connection);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: connection ended: {1}", name, e.getMessage());
    } finally {
      connection.close();
      connections.remove(connection);
      hooks.connections(-1);
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Closes all connections; clients have to connect again. */
  public void dropConnections() {
    connections.forEach(Connection::close);
  }

  @Override
  public void close() {
    closed = true;
    try {
      server.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: closing failed: {1}", name, e.getMessage());
    }
    dropConnections();
  }
}
