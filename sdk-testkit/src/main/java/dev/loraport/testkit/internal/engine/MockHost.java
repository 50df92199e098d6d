package dev.loraport.testkit.internal.engine;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;

/**
 * One listening port, served by MockWebServer: it accepts, reads heads, dispatches and writes
 * heads. Bodies go past it in both directions, so that uploads stream to disk and answers can be
 * cut, reset and stalled between two chunks.
 */
public final class MockHost implements Closeable {
  private static final System.Logger LOG = System.getLogger(MockHost.class.getName());
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final MockResponse NONE =
      new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();

  private final String name;
  private final Exchange exchange;
  private final TrackedSockets sockets;
  private final MockWebServer server = new MockWebServer();

  private MockHost(String name, Provider provider, Hooks hooks, Scratch scratch) {
    this.name = name;
    this.exchange = new Exchange(provider, hooks, scratch);
    this.sockets = new TrackedSockets(hooks);
  }

  /** Listens on 127.0.0.1; port 0 takes a free one. */
  public static MockHost start(
      String name, int port, Provider provider, Hooks hooks, Scratch scratch) throws IOException {
    MockHost host = new MockHost(name, provider, hooks, scratch);
    host.server.setServerSocketFactory(host.sockets);
    host.server.setDispatcher(host.new Calls());
    host.server.start(InetAddress.getByAddress(LOOPBACK), port);
    return host;
  }

  public int port() {
    return server.getPort();
  }

  /** Closes all connections; clients have to connect again. */
  public void dropConnections() {
    sockets.closeAll();
  }

  /** Ends all waits and, with them, the server's threads. */
  @Override
  public void close() {
    sockets.end();
    // the server would break off in an interrupted thread, and leave its own running
    boolean interrupted = Thread.interrupted();
    try {
      server.close();
    } catch (AssertionError e) {
      LOG.log(System.Logger.Level.WARNING, "{0}: a call did not end: {1}", name, e.getMessage());
    } catch (Exception e) {
      // the server, which is Kotlin, does not declare what it throws
      if (!(e instanceof InterruptedException)) {
        throw e;
      }
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class Calls extends Dispatcher {
    /** Bodies are read by the exchange, see {@link HeadGate}. */
    @Override
    public MockResponse peek() {
      return new MockResponse.Builder().doNotReadRequestBody().build();
    }

    /** Never throws: the server would leave the client waiting. */
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      Connection connection = sockets.connection(request.getConnectionIndex());
      if (connection == null) {
        return NONE;
      }
      try {
        server.takeRequest(0, TimeUnit.NANOSECONDS); // else the server keeps it for ever
        Reply reply = reply(connection, request);
        return reply == null ? closed(connection) : reply.toResponse();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "{0}: connection ended: {1}", name, e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, name + " failed", e);
        return failed(connection, e);
      }
      return closed(connection);
    }

    private MockResponse failed(Connection connection, Throwable cause) {
      try {
        return exchange.refuse(connection, 500, "The fake server failed: " + cause).toResponse();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, name + " could not say so", e);
        return closed(connection);
      }
    }

    private @Nullable Reply reply(Connection connection, RecordedRequest request)
        throws IOException {
      MalformedRequestException refusal = connection.refusal();
      return refusal == null
          ? exchange.serve(connection, RequestHead.of(request))
          : exchange.refuse(connection, 400, "Malformed request: " + refusal.getMessage());
    }

    private static MockResponse closed(Connection connection) {
      connection.close();
      return NONE;
    }
  }
}
