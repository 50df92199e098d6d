package dev.loraport.http;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One HTTP request as it goes to a transport. Immutable; the {@code with} methods copy. */
public final class WireRequest {
  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final @Nullable RequestBody body;

  /**
   * Makes a request.
   *
   * @param method the method, in upper case
   * @param uri the address
   * @param headers the headers
   * @param body the body, if there is one
   */
  public WireRequest(
      String method, URI uri, Map<String, String> headers, @Nullable RequestBody body) {
    this(method, uri, body, Collections.unmodifiableMap(new LinkedHashMap<>(headers)));
  }

  // takes the headers as they are: nobody else can change them
  private WireRequest(
      String method, URI uri, @Nullable RequestBody body, Map<String, String> headers) {
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.body = body;
  }

  /** The method, in upper case. */
  public String method() {
    return method;
  }

  /** The address; it can hold a signature, so it does not belong into a log. */
  public URI uri() {
    return uri;
  }

  /** The headers; below the user's interceptors there are the credentials among them. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The body, if there is one. */
  public Optional<RequestBody> body() {
    return Optional.ofNullable(body);
  }

  /** The value of a header, without regard to case. */
  public Optional<String> header(String name) {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return Optional.of(header.getValue());
      }
    }
    return Optional.empty();
  }

  /** A copy with a header added or replaced. */
  public WireRequest withHeader(String name, String value) {
    Map<String, String> copy = new LinkedHashMap<>(headers);
    copy.keySet().removeIf(name::equalsIgnoreCase);
    copy.put(name, value);
    return new WireRequest(method, uri, body, Collections.unmodifiableMap(copy));
  }

  /** A copy to another address. */
  public WireRequest withUri(URI other) {
    return new WireRequest(method, other, body, headers);
  }

  /** A copy with another body. */
  public WireRequest withBody(@Nullable RequestBody other) {
    return new WireRequest(method, uri, other, headers);
  }

  /** Method, scheme, host and port alone: the rest of an address may hold secrets. */
  @Override
  public String toString() {
    // no part of an authority that is not a host, it could be user and password
    String host = Objects.requireNonNullElse(uri.getHost(), "");
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return method + " " + uri.getScheme() + "://" + host + port + "/...";
  }
}
