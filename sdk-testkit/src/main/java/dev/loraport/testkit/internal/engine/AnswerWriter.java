package dev.loraport.testkit.internal.engine;

import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one answer and carries out the fault that meets it. */
final class AnswerWriter {
  private static final int PIECE = 8 * 1024;
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(204, "No Content"),
          Map.entry(206, "Partial Content"),
          Map.entry(302, "Found"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(402, "Payment Required"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(409, "Conflict"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"));

  private final Connection connection;
  private final Provider provider;
  private final Hooks hooks;

  AnswerWriter(Connection connection, Provider provider, Hooks hooks) {
    this.connection = connection;
    this.provider = provider;
    this.hooks = hooks;
  }

  /** Carries out a fault that leaves the request unprocessed; null for any other fault. */
  @Nullable Outcome insteadOfAnswer(Fault fault) {
    switch (fault.kind()) {
      case RESET -> connection.reset();
      case CLOSE -> connection.close();
      case STALL_HEADERS -> {
        return stall();
      }
      default -> {
        return null;
      }
    }
    return Outcome.DISTURBED;
  }

  Outcome write(Answer answer, @Nullable Fault fault, boolean keepAlive, boolean headOnly) {
    if (fault != null && fault.kind() == Fault.Kind.LOST_ANSWER) {
      connection.reset();
      return Outcome.DISTURBED;
    }
    try {
      provider.decorate(answer);
      boolean stream = answer.content() instanceof Answer.Events;
      writeHead(answer, stream, keepAlive);
      if (headOnly || answer.status() == 204) {
        connection.out().flush();
        return Outcome.ANSWERED;
      }
      Disturber disturber = new Disturber(fault);
      if (answer.content() instanceof Answer.Events events) {
        return writeEvents(events.payloads(), disturber);
      }
      return writeBody(answer.content(), disturber);
    } catch (IOException e) {
      return connection.closedHere() ? Outcome.SERVER_CLOSED : Outcome.CLIENT_CLOSED;
    }
  }

  private void writeHead(Answer answer, boolean stream, boolean keepAlive) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(answer.status()).append(' ');
    head.append(REASONS.getOrDefault(answer.status(), "Status")).append("\r\n");
    for (Map.Entry<String, String> line : answer.headers().lines()) {
      head.append(line.getKey()).append(": ").append(line.getValue()).append("\r\n");
    }
    if (stream) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (answer.status() != 204) {
      head.append("Content-Length: ").append(length(answer.content())).append("\r\n");
    }
    if (!keepAlive) {
      head.append("Connection: close\r\n");
    }
    connection.out().write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static long length(Answer.Content content) {
    if (content instanceof Answer.Bytes bytes) {
      return bytes.bytes().length;
    }
    return content instanceof Answer.Slice slice ? slice.length() : 0;
  }

  private Outcome writeEvents(List<String> payloads, Disturber disturber) throws IOException {
    connection.out().flush();
    for (String payload : payloads) {
      Outcome end = disturber.beforeChunk();
      if (end != null) {
        return end;
      }
      String error = disturber.streamError();
      writeChunk("data: " + (error == null ? payload : error) + "\n\n");
      if (error != null) {
        break;
      }
    }
    Outcome end = disturber.atEnd();
    if (end == null) {
      connection.writeAscii("0\r\n\r\n");
    }
    return end == null ? Outcome.ANSWERED : end;
  }

  private void writeChunk(String event) throws IOException {
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    OutputStream out = connection.out();
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    connection.writeAscii("\r\n");
  }

  private Outcome writeBody(Answer.Content content, Disturber disturber) throws IOException {
    try (InputStream in = open(content)) {
      long left = length(content);
      byte[] piece = new byte[PIECE];
      while (left > 0) {
        Outcome end = disturber.beforeChunk();
        if (end != null) {
          return end;
        }
        int count = in.readNBytes(piece, 0, (int) Math.min(PIECE, left));
        connection.out().write(piece, 0, count);
        left -= count;
        if (disturber.active()) {
          connection.out().flush();
        }
      }
      connection.out().flush();
      return Outcome.ANSWERED;
    }
  }

  private static InputStream open(Answer.Content content) throws IOException {
    if (content instanceof Answer.Slice slice) {
      InputStream in = slice.spool().open();
      in.skipNBytes(slice.from());
      return in;
    }
    return content instanceof Answer.Bytes bytes
        ? new ByteArrayInputStream(bytes.bytes())
        : InputStream.nullInputStream();
  }

  private Outcome stall() {
    return connection.watch(() -> false) ? Outcome.CLIENT_CLOSED : Outcome.SERVER_CLOSED;
  }

  /** Counts the chunks of an answer and steps in where the fault says. */
  private final class Disturber {
    private final @Nullable Fault fault;
    private int written;

    Disturber(@Nullable Fault fault) {
      boolean late = fault != null && fault.kind() != Fault.Kind.STATUS;
      this.fault = late ? fault : null;
    }

    boolean active() {
      return fault != null;
    }

    /** The text of the error event that takes the place of this chunk, or null. */
    @Nullable String streamError() {
      if (fault == null || fault.kind() != Fault.Kind.STREAM_ERROR || written <= fault.chunks()) {
        return null;
      }
      String message = fault.body();
      Answer error = provider.error(500, message == null ? "Internal error" : message);
      return error.content() instanceof Answer.Bytes bytes
          ? new String(bytes.bytes(), StandardCharsets.UTF_8)
          : null;
    }

    /** Null when the chunk may be written. */
    @Nullable Outcome beforeChunk() throws IOException {
      if (fault == null) {
        return null;
      }
      Outcome end = written < fault.chunks() ? null : cut(fault);
      written++;
      return end == null && fault.kind() == Fault.Kind.SLOW ? pause(fault.pause()) : end;
    }

    /** A fault that waits for more chunks than there are meets the end of the answer. */
    @Nullable Outcome atEnd() throws IOException {
      return fault == null ? null : cut(fault);
    }

    private @Nullable Outcome cut(Fault what) throws IOException {
      switch (what.kind()) {
        case CUT -> {
          connection.out().flush();
          connection.close();
          return Outcome.DISTURBED;
        }
        case RESET_BODY -> {
          connection.out().flush();
          connection.reset();
          return Outcome.DISTURBED;
        }
        case STALL_BODY -> {
          connection.out().flush();
          return stall();
        }
        default -> {
          return null;
        }
      }
    }

    private @Nullable Outcome pause(Duration length) {
      Instant start = hooks.now();
      long nanos = System.nanoTime();
      boolean gone = connection.watch(() -> hooks.elapsed(start, nanos, length));
      if (gone) {
        return Outcome.CLIENT_CLOSED;
      }
      return connection.closedHere() ? Outcome.SERVER_CLOSED : null;
    }
  }
}
