package dev.loraport.internal.http;

import dev.loraport.error.ConfigurationException;
import dev.loraport.http.WireRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for the JDK's client whose headers are shared with those before it: the builder would
 * check and sort them anew for each.
 */
final class JdkRequest extends HttpRequest {
  private final String method;
  private final URI uri;
  private final HttpClient.Version version;
  private final HttpHeaders headers;
  private final @Nullable BodyPublisher body;

  JdkRequest(
      WireRequest request,
      HttpClient.Version version,
      HttpHeaders headers,
      @Nullable BodyPublisher body) {
    this.method = request.method();
    this.uri = request.uri();
    this.version = version;
    this.headers = headers;
    this.body = body;
  }

  /** The headers of requests, as the JDK wants them; those of the last request are known. */
  static final class Headers {
    private volatile @Nullable ForHeaders<HttpHeaders> last;

    /**
     * The headers of a request.
     *
     * @param contentType the type of its body, unless it has one among its headers
     */
    HttpHeaders of(WireRequest request, @Nullable String contentType) {
      HttpHeaders known = ForHeaders.get(last, request.headers(), contentType);
      if (known == null) {
        known = make(request, contentType);
        last = new ForHeaders<>(request.headers(), contentType, known);
      }
      return known;
    }

    private static HttpHeaders make(WireRequest request, @Nullable String contentType) {
      HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri());
      request
          .headers()
          .forEach(
              (name, value) -> {
                try {
                  builder.setHeader(name, value);
                } catch (IllegalArgumentException e) {
                  // its message would hold the value, which may be a secret
                  throw new ConfigurationException(
                      null,
                      "the header " + name + " can not be set: its name or value is not allowed");
                }
              });
      if (contentType != null && request.header("Content-Type").isEmpty()) {
        builder.setHeader("Content-Type", contentType);
      }
      return builder.build().headers();
    }
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public Optional<HttpClient.Version> version() {
    return Optional.of(version);
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return Optional.ofNullable(body);
  }

  @Override
  public Optional<Duration> timeout() {
    return Optional.empty();
  }

  @Override
  public boolean expectContinue() {
    return false;
  }
}
