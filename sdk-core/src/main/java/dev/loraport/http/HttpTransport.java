package dev.loraport.http;

import java.util.concurrent.CompletableFuture;

/**
 * Sends requests. The one that is used by default is built on {@link java.net.http.HttpClient}; a
 * user may bring another.
 *
 * <p>An implementation never throws and never blocks: what goes wrong fails the future. It follows
 * no redirect, repeats nothing and adds no credentials. Cancelling the future closes the
 * connection.
 */
public interface HttpTransport extends AutoCloseable {
  /**
   * Sends a request; the future ends when the headers of the answer are there. It fails with a
   * {@link java.net.ConnectException}, {@link java.net.http.HttpConnectTimeoutException} or {@link
   * javax.net.ssl.SSLHandshakeException} where nothing was sent, and with another {@link
   * java.io.IOException} where something may have been.
   *
   * @param request the request
   * @param limits the limits for this attempt
   */
  CompletableFuture<WireResponse> send(WireRequest request, Limits limits);

  /** Gives back what it holds and ends what is in flight. */
  @Override
  void close();

  /**
   * The time limits of one attempt; a zero stands for none.
   *
   * @param connect for opening the connection
   * @param responseHeaders from sending to the headers of the answer
   * @param readIdle between two pieces of the body
   */
  record Limits(
      java.time.Duration connect,
      java.time.Duration responseHeaders,
      java.time.Duration readIdle) {}
}
