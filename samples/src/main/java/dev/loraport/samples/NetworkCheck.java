package dev.loraport.samples;

import dev.loraport.ClientConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * The way to a host, without a key: proxy, connection, TLS and clock. It goes by the settings of a
 * client: its HTTP client, or one with its proxy and trust store, or with those of the JVM.
 */
final class NetworkCheck {
  /** From here on it is worth knowing. */
  private static final Duration SKEW = Duration.ofMinutes(2);

  /** By the documentation of Amazon S3 a request is refused that was signed longer ago. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(15);

  private final URI address;
  private final ClientConfig config;
  private final Duration limit;
  private final InstantSource clock;
  private final TlsCheck tls;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Makes a check.
   *
   * @param address any address of the host
   * @param config the settings of the client that would go there
   * @param limit how long to wait for a connection, and for an answer
   * @param clock the clock to hold against the server's
   */
  NetworkCheck(URI address, ClientConfig config, Duration limit, InstantSource clock) {
    this.address = address;
    this.config = config;
    this.limit = limit;
    this.clock = clock;
    this.tls = new TlsCheck(config, clock);
  }

  /** Looks at all; ends at the first that fails. */
  List<Finding> run() throws InterruptedException {
    if (config.transport().isPresent()) {
      findings.add(
          Finding.none(
              "network", "the client has a transport of its own, which can't be looked at"));
      return findings;
    }
    Optional<InetSocketAddress> proxy = proxy();
    HttpRequest request = HttpRequest.newBuilder(address.resolve("/")).timeout(limit).build();
    try {
      HttpResponse<Void> answer = client().send(request, HttpResponse.BodyHandlers.discarding());
      if (answer.statusCode() == 407 && proxy.isPresent()) {
        findings.add(
            Finding.fail(
                "connection",
                "the proxy wants a name and a password (407), which the client gives by an"
                    + " httpClient of your own with an Authenticator"));
        return findings;
      }
      findings.add(
          Finding.ok(
              "connection",
              address.getAuthority() + " answers, with status " + answer.statusCode()));
      findings.add(tls.of(answer.sslSession()));
      findings.add(clock(answer.headers().firstValue("date").orElse("")));
    } catch (SSLException e) {
      findings.add(Finding.fail("tls", tls.reason(e)));
    } catch (HttpTimeoutException e) {
      findings.add(
          Finding.fail(
              "connection",
              "no answer within "
                  + limit.toMillis()
                  + " ms; a firewall may want a proxy ("
                  + Connection.PROXY
                  + " for the samples, ClientConfig.proxy, -Dhttps.proxyHost and -Dhttps.proxyPort)"));
    } catch (IOException e) {
      findings.add(Finding.fail("connection", connection(e, proxy)));
    }
    return findings;
  }

  private HttpClient client() {
    return config
        .httpClient()
        .orElseGet(
            () -> {
              HttpClient.Builder builder =
                  HttpClient.newBuilder()
                      .followRedirects(HttpClient.Redirect.NEVER)
                      .connectTimeout(limit)
                      .version(
                          config.http2() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
              config.proxy().ifPresent(builder::proxy);
              config.sslContext().ifPresent(builder::sslContext);
              return builder.build();
            });
  }

  /** Says which proxy is taken, and by whose word: of several java.net.http takes the first. */
  private Optional<InetSocketAddress> proxy() {
    Optional<ProxySelector> own = config.httpClient().flatMap(HttpClient::proxy).or(config::proxy);
    String by =
        config.httpClient().isPresent()
            ? "ClientConfig.httpClient"
            : own.isPresent() ? "ClientConfig.proxy" : "the JVM";
    List<Proxy> proxies = own.orElseGet(ProxySelector::getDefault).select(address);
    Proxy first = proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
    if (first.type() == Proxy.Type.HTTP) {
      InetSocketAddress proxy = (InetSocketAddress) first.address();
      findings.add(Finding.none("proxy", shown(proxy) + " is taken, by " + by));
      return Optional.of(proxy);
    }
    findings.add(
        first.type() == Proxy.Type.SOCKS
            ? Finding.warn(
                "proxy", by + " names a SOCKS proxy, which is not taken: the way is direct")
            : Finding.none("proxy", "none is taken, the way is direct, by " + by));
    return Optional.empty();
  }

  private static String shown(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  private Finding clock(String date) {
    Instant there;
    try {
      there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return Finding.none("clock", "the server says no time");
    }
    Duration skew = Duration.between(there, clock.instant());
    Duration size = skew.abs();
    String text =
        size.toSeconds() + " s " + (skew.isNegative() ? "behind" : "ahead of") + " the server's";
    if (size.compareTo(MOST_SKEW) > 0) {
      return Finding.fail(
          "clock",
          text
              + "; what this machine signs itself, such as addresses of an S3 store, is refused from"
              + " 15 minutes on, and certificates may seem to have ended or not begun: set the clock");
    }
    return size.compareTo(SKEW) > 0
        ? Finding.warn(
            "clock", text + "; ages that are compared with the provider's are wrong by it")
        : Finding.ok("clock", text);
  }

  private String connection(IOException failure, Optional<InetSocketAddress> proxy) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host "
            + proxy.map(one -> one.getHostString() + " (the proxy)").orElse(address.getHost())
            + " is unknown; check its name, and DNS";
      }
    }
    String to = proxy.map(one -> "the proxy " + shown(one)).orElse(address.getAuthority());
    String reason = TlsCheck.text(failure);
    if (proxy.isPresent() && reason.contains("Tunnel failed")) {
      return to + " refuses a way to " + address.getAuthority() + ": " + reason;
    }
    return failure instanceof ConnectException
        ? "no connection to " + to + ": " + reason
        : "the connection to " + to + " broke: " + reason;
  }
}
