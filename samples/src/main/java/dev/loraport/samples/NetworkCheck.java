package dev.loraport.samples;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The way to a host, without a key and without the SDK: proxy, connection, TLS and clock. Proxy and
 * trust store are those of the JVM, which the SDK takes too unless it is told otherwise.
 */
final class NetworkCheck {
  /** Signatures of storage and certificates bear less than this. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(2);

  private static final Duration SOON = Duration.ofDays(14);

  private final URI address;
  private final Duration limit;
  private final InstantSource clock;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Makes a check.
   *
   * @param address any address of the host
   * @param limit how long to wait for a connection, and for an answer
   * @param clock the clock to hold against the server's
   */
  NetworkCheck(URI address, Duration limit, InstantSource clock) {
    this.address = address;
    this.limit = limit;
    this.clock = clock;
  }

  /** Looks at all; ends at the first that fails. */
  List<Finding> run() throws InterruptedException {
    String proxy = proxy();
    findings.add(Finding.ok("proxy", proxy.isEmpty() ? "none, the way is direct" : proxy));
    HttpClient client =
        HttpClient.newBuilder().connectTimeout(limit).version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request = HttpRequest.newBuilder(address.resolve("/")).timeout(limit).build();
    try {
      HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      if (answer.statusCode() == 407) {
        findings.add(
            Finding.fail(
                "connection", "the proxy wants a name and a password (407); give it a way past"));
        return findings;
      }
      findings.add(Finding.ok("connection", address.getAuthority() + " answers"));
      answer.sslSession().ifPresentOrElse(this::tls, this::noTls);
      clock(answer.headers());
    } catch (SSLException e) {
      findings.add(
          Finding.fail(
              "tls",
              reason(e)
                  + "; where a proxy reads along, put its certificate into a trust store"
                  + " (-Djavax.net.ssl.trustStore)"));
    } catch (HttpTimeoutException e) {
      findings.add(
          Finding.fail(
              "connection",
              "no answer within "
                  + limit.toSeconds()
                  + " s; a firewall may want a proxy (-Dhttps.proxyHost, -Dhttps.proxyPort)"));
    } catch (IOException e) {
      findings.add(Finding.fail("connection", connection(e, proxy)));
    }
    return findings;
  }

  private String proxy() {
    return ProxySelector.getDefault().select(address).stream()
        .filter(proxy -> proxy.type() == Proxy.Type.HTTP) // SOCKS is not used by java.net.http
        .map(proxy -> shown((InetSocketAddress) proxy.address()))
        .collect(Collectors.joining(", "));
  }

  private static String shown(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  private void tls(SSLSession session) {
    try {
      Certificate first = session.getPeerCertificates()[0];
      if (!(first instanceof X509Certificate certificate)) {
        findings.add(Finding.ok("tls", session.getProtocol()));
        return;
      }
      Instant end = certificate.getNotAfter().toInstant();
      String text =
          session.getProtocol()
              + ", certificate by "
              + certificate.getIssuerX500Principal().getName()
              + " until "
              + end;
      boolean endsSoon = end.isBefore(clock.instant().plus(SOON));
      findings.add(endsSoon ? Finding.warn("tls", text) : Finding.ok("tls", text));
    } catch (SSLPeerUnverifiedException e) {
      findings.add(Finding.fail("tls", "the host shows no certificate: " + e.getMessage()));
    }
  }

  private void noTls() {
    findings.add(Finding.warn("tls", "none: plain http, for tests on this machine only"));
  }

  private void clock(HttpHeaders headers) {
    String date = headers.firstValue("date").orElse("");
    try {
      Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration skew = Duration.between(there, clock.instant());
      String text = "differs from the server's by " + skew.abs().toSeconds() + " s";
      findings.add(
          skew.abs().compareTo(MOST_SKEW) > 0
              ? Finding.fail("clock", text + "; signed addresses will be refused: set the clock")
              : Finding.ok("clock", text));
    } catch (DateTimeException e) {
      findings.add(Finding.none("clock", "the server says no time"));
    }
  }

  private String connection(IOException failure, String proxy) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host " + address.getHost() + " is unknown; check its name, and DNS";
      }
    }
    String to = proxy.isEmpty() ? address.getAuthority() : "the proxy " + proxy;
    return failure instanceof ConnectException
        ? "no connection to " + to + ": " + reason(failure)
        : "the connection broke: " + reason(failure);
  }

  private static String reason(IOException failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
