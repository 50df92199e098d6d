package dev.loraport.internal.http;

import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.error.ConfigurationException;
import dev.loraport.http.RequestBody;
import dev.loraport.http.WireRequest;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts a request together: the call, the client's settings and the options of the call. */
final class Requests {
  /** What names of headers may have beside letters and digits. */
  private static final String MARKS = "!#$%&'*+.^_`|~-";

  private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization");

  private final ClientConfig config;
  private final String userAgent;

  /** The request of calls with the same headers and method, whole but for address and body. */
  private volatile @Nullable ForHeaders<WireRequest> lastForm;

  Requests(ClientConfig config) {
    this.config = config;
    this.userAgent =
        "Loraport/"
            + version()
            + " Java/"
            + Runtime.version().feature()
            + config.userAgentSuffix().map(suffix -> " " + suffix.strip()).orElse("");
    checkHeader(null, "User-Agent", userAgent);
  }

  WireRequest build(Call call, RequestOptions options, String provider) {
    boolean alike =
        !call.signed()
            && call.operation().kind() != Operation.Kind.DOWNLOAD
            && options.headers().isEmpty();
    WireRequest form = alike ? ForHeaders.get(lastForm, call.headers(), call.method()) : null;
    if (form == null) {
      form = new WireRequest(call.method(), call.uri(), headers(call, options, provider), null);
      if (alike) {
        lastForm = new ForHeaders<>(call.headers(), call.method(), form);
      }
    }
    // A signed address belongs to someone else, and its signature can cover all of the request.
    URI uri = call.signed() ? call.uri() : withQuery(call.uri(), options.query());
    if (Origins.host(uri).isEmpty()) {
      throw new ConfigurationException(
          provider, provider + " " + call.operation() + ": the address has no host");
    }
    return form.withUri(uri).withBody(body(call, options));
  }

  private Map<String, String> headers(Call call, RequestOptions options, String provider) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", userAgent);
    boolean anything = call.signed() || call.operation().kind() == Operation.Kind.DOWNLOAD;
    headers.put("Accept", anything ? "*/*" : "application/json");
    headers.putAll(call.headers());
    if (!call.signed()) {
      headers.putAll(config.headers());
      headers.putAll(options.headers());
    }
    headers.keySet().removeIf(name -> CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)));
    headers.forEach((name, value) -> checkHeader(provider, name, value));
    return headers;
  }

  private static @Nullable RequestBody body(Call call, RequestOptions options) {
    if (call.json().isEmpty()) {
      return call.body().orElse(null);
    }
    Json json = call.json().get();
    if (!options.extraBody().isEmpty() && json.kind() == Json.Kind.OBJECT) {
      json = Json.object().putAll(json.members()).putAll(options.extraBody()).build();
    }
    return RequestBody.json(json.toString());
  }

  private static URI withQuery(URI uri, Map<String, String> query) {
    if (query.isEmpty()) {
      return uri;
    }
    StringBuilder text = new StringBuilder(uri.toString());
    char before = uri.getRawQuery() == null ? '?' : '&';
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      text.append(before).append(encode(parameter.getKey())).append('=');
      text.append(encode(parameter.getValue()));
      before = '&';
    }
    return URI.create(text.toString());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static void checkHeader(@Nullable String provider, String name, String value) {
    int good = nameEnd(name);
    if (good < name.length() || good == 0) {
      // what follows may be the value, and a secret
      throw new ConfigurationException(
          provider,
          "the name of a header that begins with \""
              + name.substring(0, good)
              + "\" is not allowed: it is empty, or has another character than letters, digits and "
              + MARKS
              + " there");
    }
    if (!isText(value)) {
      throw new ConfigurationException(
          provider, "the header " + name + " holds a character that is not allowed in headers");
    }
  }

  private static int nameEnd(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && MARKS.indexOf(c) < 0) {
        return i;
      }
    }
    return name.length();
  }

  private static boolean isText(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\t' && (c < 0x20 || c >= 0x7f)) {
        return false;
      }
    }
    return true;
  }

  private static String version() {
    try (InputStream in = Requests.class.getResourceAsStream("version.txt")) {
      if (in != null) {
        String text = new String(in.readNBytes(100), StandardCharsets.UTF_8).strip();
        return text.matches("[0-9A-Za-z.-]+") ? text : "dev";
      }
    } catch (IOException e) {
      // told as a version that isn't known
    }
    return "dev";
  }
}
