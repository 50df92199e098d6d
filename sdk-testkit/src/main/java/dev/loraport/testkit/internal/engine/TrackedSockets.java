package dev.loraport.testkit.internal.engine;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the sockets that MockWebServer accepts, by the index that its requests carry, so that
 * they can be reset, watched and read past the server.
 */
final class TrackedSockets extends ServerSocketFactory {
  private static final int BACKLOG = 128;

  private final Hooks hooks;
  private final Map<Integer, Connection> connections = new ConcurrentHashMap<>();
  private volatile boolean ended;

  TrackedSockets(Hooks hooks) {
    this.hooks = hooks;
  }

  /** Null when the connection has ended. */
  @Nullable Connection connection(int index) {
    return connections.get(index);
  }

  void closeAll() {
    connections.values().forEach(Connection::close);
  }

  /** Closes all connections, also those that come in meanwhile. */
  void end() {
    ended = true;
    closeAll();
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new Listener();
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    throw new SocketException("only unbound sockets");
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    throw new SocketException("only unbound sockets");
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    throw new SocketException("only unbound sockets");
  }

  private final class Listener extends ServerSocket {
    private int next;

    Listener() throws IOException {}

    @Override
    public void bind(SocketAddress endpoint, int backlog) throws IOException {
      super.bind(endpoint, BACKLOG);
    }

    /** Fails only when closed: the server counts what this returns, and stops on an exception. */
    @Override
    public Socket accept() throws IOException {
      while (true) {
        Tracked socket = new Tracked(next);
        try {
          implAccept(socket);
          socket.track();
          next++;
          return socket;
        } catch (IOException e) {
          socket.close();
          if (isClosed()) {
            throw e;
          }
        }
      }
    }
  }

  private final class Tracked extends Socket {
    private final int index;
    private @Nullable Connection connection;

    Tracked(int index) {
      this.index = index;
    }

    void track() throws IOException {
      setTcpNoDelay(true);
      Connection tracked =
          new Connection(index, this, super.getInputStream(), super.getOutputStream());
      connection = tracked;
      connections.put(index, tracked);
      hooks.connections(1);
      if (ended) {
        close();
      }
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return connection == null ? super.getInputStream() : new HeadGate(connection);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return connection == null ? super.getOutputStream() : new Heads(connection.out());
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // each step is safe by itself
    public void close() throws IOException {
      if (connection != null) {
        connection.closing();
      }
      super.close();
      if (connections.remove(index) != null) {
        hooks.connections(-1);
      }
    }
  }

  /** Keeps a head back until its body follows, so that both leave in one packet. */
  private static final class Heads extends FilterOutputStream {
    Heads(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() {
      // Flushed with the body.
    }
  }
}
