package dev.loraport.testkit.internal.together;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The archive behind the address of an upload. A fake fetches from this machine alone: any other
 * address is taken as good. A {@code .tar.gz} is not looked into.
 */
final class RemoteArchive {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final List<String> NEEDED =
      List.of("adapter_config.json", "adapter_model.safetensors");
  private static final int MOST_ENTRIES = 1000;
  private static final int MILLIS = 10_000;

  private RemoteArchive() {}

  /** What is wrong with it; empty when nothing is known to be. */
  static String problem(String address) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      return "";
    }
    if (uri.getHost() == null || !LOOPBACK.contains(uri.getHost())) {
      return "";
    }
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(MILLIS);
      connection.setReadTimeout(MILLIS);
      connection.setInstanceFollowRedirects(false);
      try {
        int status = connection.getResponseCode();
        return status == HttpURLConnection.HTTP_OK
            ? missing(connection.getInputStream(), uri.getPath())
            : "The source answered " + status;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return "The source can't be read";
    }
  }

  private static String missing(InputStream body, String path) throws IOException {
    try (InputStream in = new BufferedInputStream(body)) {
      if (!path.endsWith(".zip")) {
        in.transferTo(OutputStream.nullOutputStream());
        return "";
      }
      Set<String> names = new HashSet<>();
      ZipInputStream zip = new ZipInputStream(in);
      ZipEntry entry = zip.getNextEntry();
      while (entry != null && names.size() < MOST_ENTRIES) {
        names.add(entry.getName());
        entry = zip.getNextEntry();
      }
      return NEEDED.stream()
          .filter(name -> !names.contains(name))
          .findFirst()
          .map(name -> name + " is missing at the root of the archive")
          .orElse("");
    }
  }
}
