package dev.loraport.samples;

import dev.loraport.ClientConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** How all samples reach a provider: proxy and trust store that the environment names. */
final class Connection {
  static final String PROXY = "LORAPORT_PROXY";
  static final String CERTIFICATES = "LORAPORT_CA_FILE";

  private static final Pattern ADDRESS =
      Pattern.compile("([\\w.-]+|\\[[\\da-fA-F:.]+]):(\\d{1,5})");
  private static final int LAST_PORT = 65_535;

  private Connection() {}

  /** Lays proxy and trust store over the settings of a client, where the environment has them. */
  static void apply(ClientConfig.Builder config, Map<String, String> environment)
      throws Options.BadArgument {
    String proxy = environment.getOrDefault(PROXY, "").strip();
    if (!proxy.isEmpty()) {
      config.proxy(proxy(proxy));
    }
    String certificates = environment.getOrDefault(CERTIFICATES, "").strip();
    if (!certificates.isEmpty()) {
      config.sslContext(trusting(certificates));
    }
  }

  private static ProxySelector proxy(String text) throws Options.BadArgument {
    Matcher address = ADDRESS.matcher(text);
    int port = address.matches() ? Integer.parseInt(address.group(2)) : 0;
    if (port < 1 || port > LAST_PORT) {
      // without the text, which may hold a password
      throw new Options.BadArgument(PROXY + " must be HOST:PORT, such as proxy.example.com:3128");
    }
    return ProxySelector.of(new InetSocketAddress(address.group(1), port));
  }

  private static SSLContext trusting(String text) throws Options.BadArgument {
    try (InputStream in = Files.newInputStream(Values.path(CERTIFICATES, text))) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("certificate-" + store.size(), each);
      }
      if (store.size() == 0) {
        throw new Options.BadArgument(CERTIFICATES + ": there is no certificate in " + text);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new Options.BadArgument(
          CERTIFICATES + " must be a file of certificates (PEM): " + text + ": " + e);
    }
  }
}
