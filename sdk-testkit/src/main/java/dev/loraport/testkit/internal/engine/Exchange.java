package dev.loraport.testkit.internal.engine;

import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.testkit.RecordedCall.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request from its first byte to its entry in the journal. */
final class Exchange {
  private static final System.Logger LOG = System.getLogger(Exchange.class.getName());
  private static final int JOURNAL_BODY = 64 * 1024;

  private final Provider provider;
  private final Hooks hooks;
  private final Scratch scratch;

  Exchange(Provider provider, Hooks hooks, Scratch scratch) {
    this.provider = provider;
    this.hooks = hooks;
    this.scratch = scratch;
  }

  /** Reads the body, and answers unless a fault or the client ends the connection: then null. */
  @Nullable Reply serve(Connection connection, RequestHead head) throws IOException {
    Entry entry = new Entry(connection.index(), head, provider.canonicalPath(head.path()));
    entry.write(Outcome.OPEN);
    try (Sink sink = new Sink(scratch)) {
      InputStream in = head.body(connection, Scratch.MAX_BODY);
      Form parts = Form.isMultipart(head.headers()) ? parts(head.headers(), in, sink) : null;
      sink.take(in);
      Spool body = sink.finish();
      Form form = parts == null ? Form.read(head.headers(), body) : parts;
      try {
        entry.body(body);
        return answer(connection, head, body, form, entry);
      } finally {
        form.release();
        body.release();
      }
    } catch (MalformedRequestException e) {
      return refuse(connection, entry, 400, "Malformed request: " + e.getMessage());
    } catch (BodyTooLargeException e) {
      return refuse(connection, entry, 413, "Payload too large: " + e.getMessage());
    } catch (IOException e) {
      entry.write(connection.closedHere() ? Outcome.SERVER_CLOSED : Outcome.CLIENT_CLOSED);
      throw e;
    }
  }

  /** A form that is malformed is refused after its last byte, so that the client hears why. */
  private Form parts(Headers headers, InputStream in, Sink sink) throws IOException {
    try {
      return Form.readParts(headers, sink.tee(in), scratch);
    } catch (MalformedRequestException e) {
      in.transferTo(OutputStream.nullOutputStream());
      throw e;
    }
  }

  private @Nullable Reply answer(
      Connection connection, RequestHead head, Spool body, Form form, Entry entry) {
    Call call = new Call(head.method(), entry.path, head.query(), head.headers(), body, form);
    hooks.tick();
    Fault fault = hooks.takeFault(call.method(), call.path());
    entry.fault = fault == null ? "" : fault.toString();
    entry.write(whileWriting(fault, true));
    AnswerWriter writer =
        new AnswerWriter(connection, provider, hooks, call.method() + " " + call.path());
    Outcome end = fault == null ? null : writer.insteadOfProcessing(fault);
    if (end != null) {
      entry.write(end);
      return null;
    }
    Answer answer = answerTo(call, fault);
    provider.decorate(answer);
    entry.answered(call, answer.status());
    // before the client can know the answer, so that its test finds the status here
    entry.write(Outcome.OPEN);
    entry.write(whileWriting(fault, false));
    end = fault == null ? null : writer.insteadOfAnswer(fault);
    if (end != null) {
      entry.write(end);
      return null;
    }
    boolean bodyless = answer.status() == 204 || head.method().equals("HEAD");
    return new Reply(connection, answer, head.keepAlive()) {
      @Override
      Outcome writeBody() {
        Outcome outcome = bodyless ? writer.flush() : writer.write(answer.content(), fault);
        entry.write(outcome);
        return outcome;
      }
    };
  }

  private Reply refuse(Connection connection, Entry entry, int status, String message) {
    entry.status = status;
    entry.write(Outcome.ANSWERED);
    return refuse(connection, status, message);
  }

  /** The answer to a request that can't be processed; the connection ends with it. */
  Reply refuse(Connection connection, int status, String message) {
    hooks.violation(message);
    Answer answer = provider.error(status, message);
    provider.decorate(answer);
    return new Reply(connection, answer, false) {
      @Override
      Outcome writeBody() {
        return new AnswerWriter(connection, provider, hooks, "").write(answer.content(), null);
      }
    };
  }

  /**
   * The outcome as it will be unless the client goes first: noted before the last byte leaves, so
   * that a test which has its answer finds it in the journal.
   */
  private static Outcome whileWriting(@Nullable Fault fault, boolean beforeProcessing) {
    if (fault == null) {
      return beforeProcessing ? Outcome.OPEN : Outcome.ANSWERED;
    }
    return switch (fault.kind()) {
      case STATUS, STREAM_ERROR -> beforeProcessing ? Outcome.OPEN : Outcome.ANSWERED;
      case RESET, CLOSE -> Outcome.DISTURBED;
      case LOST_ANSWER, CUT, RESET_BODY -> beforeProcessing ? Outcome.OPEN : Outcome.DISTURBED;
      case STALL_HEADERS, STALL_BODY, SLOW -> Outcome.OPEN;
    };
  }

  private Answer answerTo(Call call, @Nullable Fault fault) {
    if (fault != null && fault.kind() == Fault.Kind.STATUS) {
      return planned(call, fault);
    }
    Answer answer;
    try {
      answer = provider.answer(call);
    } catch (NotKeptException e) {
      answer = provider.error(call, 501, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "the fake failed on " + call.path(), e);
      call.problem("the fake itself failed: " + e);
      answer = provider.error(call, 500, "The fake server failed: " + e);
    }
    for (String problem : call.problems()) {
      hooks.violation(
          call.method() + " " + call.path() + " -> " + answer.status() + ": " + problem);
    }
    boolean stream = answer.content() instanceof Answer.Events;
    if (fault != null && fault.kind() == Fault.Kind.STREAM_ERROR && !stream) {
      String message = fault.body();
      return provider.error(call, 500, message == null ? "Internal error" : message);
    }
    return answer;
  }

  private Answer planned(Call call, Fault fault) {
    String body = fault.body();
    String type = fault.contentType();
    Answer answer =
        body == null
            ? provider.error(call, fault.status(), "Planned fault of the test")
            : Answer.text(fault.status(), type == null ? "text/plain" : type, body);
    fault.headers().forEach(line -> answer.header(line.getKey(), line.getValue()));
    return answer;
  }

  /** What the journal says about the call, rewritten as it goes on. */
  private final class Entry {
    private final int number = hooks.nextCallNumber();
    private final Instant at = hooks.now();
    private final int connection;
    private final RequestHead head;
    private final String path;
    private String route = "";
    private String text = "";
    private long size;
    private int status;
    private String fault = "";

    Entry(int connection, RequestHead head, String path) {
      this.connection = connection;
      this.head = head;
      this.path = path;
    }

    void body(Spool body) {
      size = body.length();
      String type = head.headers().first("Content-Type", "").toLowerCase(Locale.ROOT);
      if (type.contains("json") || type.contains("urlencoded") || type.startsWith("text/")) {
        text = Masks.body(new String(body.bytes(JOURNAL_BODY), StandardCharsets.UTF_8));
      }
    }

    void answered(Call call, int answerStatus) {
      route = call.route();
      status = answerStatus;
    }

    void write(Outcome outcome) {
      hooks.record(
          new RecordedCall(
              number,
              connection,
              head.method(),
              path,
              route,
              Masks.query(head.query()),
              Masks.headers(head.headers()),
              text,
              size,
              status,
              fault,
              outcome,
              at));
    }
  }
}
