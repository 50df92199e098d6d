package dev.loraport.testkit.internal.engine;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One accepted socket, read and written by one thread; can be cut, reset and watched. */
final class Connection implements Closeable {
  private static final int WATCH_MILLIS = 20;
  private static final int MAX_LINE = 64 * 1024;
  private static final long LINGER_NANOS = 500_000_000;

  private final int index;
  private final Socket socket;
  private final PushbackInputStream in;
  private final OutputStream out;
  private volatile boolean closedHere;
  private @Nullable MalformedRequestException refusal;

  Connection(int index, Socket socket, InputStream in, OutputStream out) {
    this.index = index;
    this.socket = socket;
    this.in = new PushbackInputStream(new BufferedInputStream(in), 1);
    this.out = new BufferedOutputStream(out);
  }

  int index() {
    return index;
  }

  /** Why the current request can't be taken, or null. */
  @Nullable MalformedRequestException refusal() {
    return refusal;
  }

  void refuse(@Nullable MalformedRequestException reason) {
    refusal = reason;
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  void writeAscii(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** One line without its end; throws EOFException when the client closed first. */
  String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("client closed the connection");
      }
      if (line.length() >= MAX_LINE) {
        throw new MalformedRequestException("a line is longer than 64 KiB", null);
      }
      line.append((char) c);
    }
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) == '\r') {
      line.setLength(length - 1);
    }
    return line.toString();
  }

  /** Ends the connection with a TCP reset instead of a FIN. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Already closed by the client: there is nothing left to reset.
    }
    close();
  }

  /**
   * Waits until {@code over} says so or the connection ends.
   *
   * @return true when the client closed its side while we waited
   */
  boolean watch(BooleanSupplier over) {
    try {
      socket.setSoTimeout(WATCH_MILLIS);
      while (!closedHere && !over.getAsBoolean()) {
        try {
          int next = in.read();
          if (next < 0) {
            return !closedHere;
          }
          in.unread(next);
          Thread.sleep(WATCH_MILLIS); // a pipelined request: it waits its turn
        } catch (SocketTimeoutException e) {
          // Nothing from the client, which is what we wait beside.
        }
      }
      return false;
    } catch (IOException e) {
      return !closedHere;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      try {
        socket.setSoTimeout(0);
      } catch (IOException e) {
        // The socket is closed; no later read will need the setting.
      }
    }
  }

  boolean closedHere() {
    return closedHere;
  }

  /** The socket is being closed from our side. */
  void closing() {
    closedHere = true;
  }

  /**
   * Closes after an answer, also to a request that was not read to its end: what the client sends
   * is taken for a moment, since closing over unread bytes would reset the connection and lose the
   * answer.
   */
  void closeAfterAnswer() {
    try {
      socket.shutdownOutput();
      socket.setSoTimeout(WATCH_MILLIS);
      byte[] dropped = new byte[64 * 1024];
      long end = System.nanoTime() + LINGER_NANOS;
      while (in.read(dropped) >= 0 && System.nanoTime() < end) {
        // Nobody wants these bytes.
      }
    } catch (IOException e) {
      // The client has gone or is silent: either way it has what it will get.
    }
    close();
  }

  @Override
  public void close() {
    closing();
    try {
      socket.close();
    } catch (IOException e) {
      // Closing is all that was wanted.
    }
  }
}
