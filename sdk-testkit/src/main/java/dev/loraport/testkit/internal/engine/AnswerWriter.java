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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the body of one answer and carries out the fault that meets it. */
final class AnswerWriter {
  private static final int PIECE = 8 * 1024;
  private static final Set<Fault.Kind> ENDING =
      EnumSet.of(Fault.Kind.CUT, Fault.Kind.RESET_BODY, Fault.Kind.STALL_BODY);

  private final Connection connection;
  private final Provider provider;
  private final Hooks hooks;
  private final String call;

  /**
   * Makes a writer.
   *
   * @param call method and path, for people
   */
  AnswerWriter(Connection connection, Provider provider, Hooks hooks, String call) {
    this.call = call;
    this.connection = connection;
    this.provider = provider;
    this.hooks = hooks;
  }

  /** Carries out a fault that leaves the request unprocessed; null for any other fault. */
  @Nullable Outcome insteadOfProcessing(Fault fault) {
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

  /** Carries out a fault that loses the whole answer; null for any other fault. */
  @Nullable Outcome insteadOfAnswer(Fault fault) {
    if (fault.kind() != Fault.Kind.LOST_ANSWER) {
      return null;
    }
    connection.reset();
    return Outcome.DISTURBED;
  }

  /** Sends the head that waits in the connection's buffer: there is no body. */
  Outcome flush() {
    try {
      connection.out().flush();
      return Outcome.ANSWERED;
    } catch (IOException e) {
      return broken();
    }
  }

  /** Writes the body behind the head that waits in the connection's buffer. */
  Outcome write(Answer.Content content, @Nullable Fault fault) {
    try {
      Disturber disturber = new Disturber(fault);
      return content instanceof Answer.Events events
          ? writeEvents(events.payloads(), disturber)
          : writeBody(content, disturber);
    } catch (IOException e) {
      return broken();
    }
  }

  private Outcome broken() {
    return connection.closedHere() ? Outcome.SERVER_CLOSED : Outcome.CLIENT_CLOSED;
  }

  static long length(Answer.Content content) {
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
      disturber.expect((left + PIECE - 1) / PIECE);
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
      return slice.spool().open(slice.from());
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

    /** Said before the last piece leaves: a test that has its answer then finds it. */
    void expect(long pieces) {
      if (fault != null && ENDING.contains(fault.kind()) && pieces <= fault.chunks()) {
        hooks.missedFault(
            call + ": " + fault + ", and the answer was over after " + pieces + " of 8 KiB");
      }
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
