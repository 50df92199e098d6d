package dev.loraport.internal.http;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/** Origins: scheme, host and port of an address. */
final class Origins {
  private Origins() {}

  /** The origin as text, with the port always there. */
  static String of(URI uri) {
    String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
    return scheme + "://" + host(uri) + ":" + port(uri);
  }

  /** Host and port, for messages. */
  static String hostAndPort(URI uri) {
    return host(uri) + ":" + port(uri);
  }

  static String host(URI uri) {
    return Objects.requireNonNullElse(uri.getHost(), "").toLowerCase(Locale.ROOT);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isHttps(uri) ? 443 : 80;
  }

  static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** Whether the address is on this machine, told without looking the name up. */
  static boolean isLoopback(URI uri) {
    String host = host(uri);
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }
}
