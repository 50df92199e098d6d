package dev.loraport.internal.http;

import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.CallTimeoutException;
import dev.loraport.error.CallTimeoutException.Phase;
import dev.loraport.error.LoraportException;
import dev.loraport.error.TransportException;
import dev.loraport.http.BodyTooLargeException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Says what it means that no answer came, or only a part of one. */
final class TransportErrors {
  static final String PROXY_HINT =
      "the proxy wants credentials: Java refuses Basic for https tunnels unless the system property"
          + " jdk.http.auth.tunneling.disabledSchemes is set to an empty value, and then takes them"
          + " from the Authenticator of your own httpClient";

  private TransportErrors() {}

  /**
   * The failure of an attempt.
   *
   * @param call the call
   * @param error what the transport, or what is above it, failed with
   * @param inAnswer whether the headers of the answer had come
   */
  static AttemptFailure of(CallState call, Throwable error, boolean inAnswer) {
    Throwable cause = Texts.unwrap(error);
    if (cause instanceof AttemptFailure known) {
      return known;
    }
    if (cause instanceof LoraportException known) {
      return new AttemptFailure(known, Situation.FINAL);
    }
    if (cause instanceof IOException io) {
      Situation situation = situation(io, inAnswer);
      return new AttemptFailure(exception(call, io, situation), situation);
    }
    String what = "the call was broken off by an interceptor, a delayer, a body or the transport: ";
    return new AttemptFailure(
        new TransportException(
            call.provider(),
            call.operation().name(),
            call.prefix() + what + Texts.of(cause) + call.suffix(),
            call.mayHaveBeenProcessed(),
            call.attempt(),
            call.requestId(),
            cause),
        Situation.FINAL);
  }

  private static Situation situation(IOException error, boolean inAnswer) {
    if (error instanceof BodyTooLargeException) {
      return Situation.FINAL;
    }
    if (inAnswer || error instanceof ProtocolException) {
      return Situation.BROKEN_IN_ANSWER;
    }
    if (isPlaintext(error)) {
      return Situation.FINAL;
    }
    return nothingSent(error) ? Situation.NOTHING_SENT : Situation.BROKEN;
  }

  /** The exception for a limit on the whole call. */
  static CallTimeoutException total(CallState call, Duration limit) {
    return timeout(call, Phase.TOTAL, limit, null, call.mayHaveBeenProcessed());
  }

  /** The exception for a call whose turn would come after its end. */
  static CallTimeoutException noTurn(CallState call, Duration wait) {
    return notBegun(
        call,
        "not begun, since its turn under maxCallsPerMinute would come in "
            + wait.plusMillis(999).toSeconds()
            + " s, after the limit of ",
        "; call less often, or allow more time");
  }

  /** The exception for a call whose turn did not come before its end. */
  static CallTimeoutException noPlace(CallState call) {
    return notBegun(
        call,
        "not begun: it waited for its turn under maxConcurrentCalls or maxCallsPerMinute until the"
            + " limit of ",
        "; a stream takes a place until it is read to its end or closed");
  }

  private static CallTimeoutException notBegun(CallState call, String what, String advice) {
    return new CallTimeoutException(
        call.provider(),
        call.operation().name(),
        call.prefix()
            + what
            + Texts.duration(call.turnLimit())
            + " (Timeouts.total, RequestOptions.timeout)"
            + advice,
        Phase.TOTAL,
        call.turnLimit(),
        false,
        call.attempt(),
        null);
  }

  /** What the reader of a body is told: the reason as the cause, where there is a better one. */
  static IOException inBody(CallState call, IOException error) {
    Throwable inner = error.getCause() instanceof IOException cause ? cause : error;
    LoraportException why;
    if (inner instanceof PhaseTimeoutException passed) {
      why = timeout(call, passed.phase(), passed.limit(), passed, true);
    } else if (error instanceof InterruptedIOException) {
      why =
          new CallInterruptedException(
              call.provider(),
              call.operation().name(),
              call.prefix() + "the reading thread was interrupted; the connection is closed",
              error);
    } else {
      return error;
    }
    return new IOException(why.getMessage(), why);
  }

  private static boolean nothingSent(IOException error) {
    return error instanceof ConnectException
        || error instanceof HttpConnectTimeoutException
        || error instanceof UnknownHostException
        || error instanceof NoRouteToHostException
        || error instanceof SSLHandshakeException
        || error instanceof SSLPeerUnverifiedException
        || isTunnelRefused(error);
  }

  private static boolean isTunnelRefused(IOException error) {
    return Texts.of(error).toLowerCase(Locale.ROOT).contains("tunnel failed");
  }

  /** Whether what answers is no TLS server; told by the first bytes, before a request is sent. */
  private static boolean isPlaintext(IOException error) {
    return Texts.has(error, SSLException.class)
        && Texts.of(error).toLowerCase(Locale.ROOT).contains("unrecognized ssl message");
  }

  private static LoraportException exception(CallState call, IOException error, Situation how) {
    boolean sent = how != Situation.NOTHING_SENT && !isPlaintext(error);
    boolean processed = sent || call.mayHaveBeenProcessedBefore();
    if (error instanceof PhaseTimeoutException passed) {
      return timeout(call, passed.phase(), passed.limit(), error, processed);
    }
    if (error instanceof HttpConnectTimeoutException) {
      return timeout(call, Phase.CONNECT, call.limits().connect(), error, processed);
    }
    return new TransportException(
        call.provider(),
        call.operation().name(),
        call.prefix() + what(call.target(), error, how) + call.suffix(),
        processed,
        call.attempt(),
        call.requestId(),
        error);
  }

  private static CallTimeoutException timeout(
      CallState call, Phase phase, Duration limit, @Nullable IOException cause, boolean processed) {
    String where = Origins.hostAndPort(call.target());
    String length = Texts.duration(limit);
    String what =
        switch (phase) {
          case CONNECT -> "no connection to " + where + " within " + length + " (Timeouts.connect)";
          case RESPONSE_HEADERS ->
              where
                  + " sent no headers of an answer within "
                  + length
                  + " (Timeouts.responseHeaders, RequestOptions.responseTimeout)";
          case READ_IDLE ->
              where
                  + " sent nothing more of its answer for "
                  + length
                  + " (Timeouts.readIdle, RequestOptions.idleTimeout)";
          case TOTAL -> "not over within " + length + " (Timeouts.total, RequestOptions.timeout)";
        };
    return new CallTimeoutException(
        call.provider(),
        call.operation().name(),
        call.prefix() + what + call.suffix(),
        phase,
        limit,
        processed,
        call.attempt(),
        call.requestId(),
        cause);
  }

  private static String what(URI uri, IOException error, Situation how) {
    String where = Origins.hostAndPort(uri);
    if (error instanceof BodyTooLargeException large) {
      return "the answer of "
          + where
          + " is longer than "
          + large.limit()
          + " bytes, the most that is taken into memory; ask for less at a time";
    }
    if (isPlaintext(error)) {
      return "the server at "
          + where
          + " doesn't speak TLS; is the base address meant to begin with http://?";
    }
    if (isTunnelRefused(error)) {
      return "no tunnel to " + where + " through the proxy: " + Texts.of(error) + "; " + PROXY_HINT;
    }
    if (Texts.has(error, UnresolvedAddressException.class)
        || Texts.has(error, UnknownHostException.class)) {
      return "the host " + Origins.host(uri) + " is unknown; check the address, DNS and the proxy";
    }
    if (error instanceof ConnectException || error instanceof NoRouteToHostException) {
      return where
          + " can not be reached: "
          + Texts.of(error)
          + "; check the address, the network and the proxy";
    }
    if (how == Situation.NOTHING_SENT) {
      return "no secure connection to "
          + where
          + ": "
          + Texts.of(error)
          + "; check the trust store and client certificate (ClientConfig.sslContext)";
    }
    String text = Texts.of(error);
    if (text.contains("received no bytes")) {
      return where + " closed the connection before any byte of an answer";
    }
    if (error instanceof ProtocolException) {
      return "the answer of " + where + " is no proper HTTP: " + text;
    }
    return how == Situation.BROKEN_IN_ANSWER
        ? "the answer of " + where + " broke off: " + text
        : "the connection to " + where + " broke before an answer: " + text;
  }
}
