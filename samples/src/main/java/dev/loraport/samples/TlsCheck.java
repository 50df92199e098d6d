package dev.loraport.samples;

import dev.loraport.ClientConfig;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What is to be said of a TLS connection, or of one that did not come about. */
final class TlsCheck {
  private static final Duration SOON = Duration.ofDays(14);

  private final String trust;
  private final InstantSource clock;

  TlsCheck(ClientConfig config, InstantSource clock) {
    this.clock = clock;
    this.trust =
        config.httpClient().isPresent()
            ? "ClientConfig.httpClient"
            : config.sslContext().isPresent() ? "ClientConfig.sslContext" : "the JVM's trust store";
  }

  Finding of(Optional<SSLSession> session) {
    if (session.isEmpty()) {
      return Finding.warn("tls", "none: plain http, for tests on this machine only");
    }
    try {
      SSLSession one = session.get();
      return one.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? of(one.getProtocol(), certificate)
          : Finding.ok("tls", one.getProtocol() + ", trusted by " + trust);
    } catch (SSLPeerUnverifiedException e) {
      return Finding.fail("tls", "the host shows no certificate: " + e.getMessage());
    }
  }

  private Finding of(String protocol, X509Certificate certificate) {
    Instant end = certificate.getNotAfter().toInstant();
    String text =
        protocol
            + ", certificate by "
            + certificate.getIssuerX500Principal().getName()
            + " until "
            + end
            + ", trusted by "
            + trust;
    return end.isBefore(clock.instant().plus(SOON))
        ? Finding.warn("tls", text + "; it ends soon")
        : Finding.ok("tls", text);
  }

  /** Why there is no connection, and what to do. */
  String reason(SSLException failure) {
    String text = text(failure);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return "the host's certificate is not valid at "
            + clock.instant()
            + ", the time of this machine: "
            + cause.getMessage()
            + "; check the clock, or tell who runs the host";
      }
      if (cause instanceof CertPathBuilderException) {
        return "the host's certificate is not trusted by "
            + trust
            + ": "
            + text
            + "; where a proxy reads along, trust its certificate ("
            + Connection.CERTIFICATES
            + " for the samples, ClientConfig.sslContext, -Djavax.net.ssl.trustStore)";
      }
    }
    return "no TLS with the host, trusted by "
        + trust
        + ": "
        + text
        + "; check the address and its port, and what is trusted";
  }

  static String text(IOException failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
