package dev.loraport.spi;

import dev.loraport.http.RequestBody;
import dev.loraport.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call as a provider module describes it, before options, credentials and retries. */
public final class Call {
  private final Operation operation;
  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final @Nullable Json json;
  private final @Nullable RequestBody body;
  private final boolean signed;
  private final Set<Integer> accepted;

  private Call(Builder builder) {
    this.operation = builder.operation;
    this.method = builder.method;
    this.uri = builder.fullUri();
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
    this.json = builder.json;
    this.body = builder.body;
    this.signed = builder.signed;
    this.accepted = Set.copyOf(builder.accepted);
  }

  /** Starts a GET. */
  public static Builder get(Operation operation, URI uri) {
    return new Builder(operation, "GET", uri);
  }

  /** Starts a POST. */
  public static Builder post(Operation operation, URI uri) {
    return new Builder(operation, "POST", uri);
  }

  /** Starts a PUT. */
  public static Builder put(Operation operation, URI uri) {
    return new Builder(operation, "PUT", uri);
  }

  /** Starts a PATCH. */
  public static Builder patch(Operation operation, URI uri) {
    return new Builder(operation, "PATCH", uri);
  }

  /** Starts a DELETE. */
  public static Builder delete(Operation operation, URI uri) {
    return new Builder(operation, "DELETE", uri);
  }

  private Call(Call like, URI uri, RequestBody body) {
    this.operation = like.operation;
    this.method = like.method;
    this.uri = uri;
    this.headers = like.headers;
    this.json = null;
    this.body = body;
    this.signed = like.signed;
    this.accepted = like.accepted;
  }

  /** The same call to another address, with another body. */
  public Call with(URI otherUri, RequestBody otherBody) {
    return new Call(this, otherUri, otherBody);
  }

  /** The operation, for errors, logs and the retry table. */
  public Operation operation() {
    return operation;
  }

  /** The method, in upper case. */
  public String method() {
    return method;
  }

  /** The address with its query. */
  public URI uri() {
    return uri;
  }

  /** The headers that this call needs. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The JSON body, to which the options of a call may add members. */
  public Optional<Json> json() {
    return Optional.ofNullable(json);
  }

  /** The body, if it isn't JSON. */
  public Optional<RequestBody> body() {
    return Optional.ofNullable(body);
  }

  /** Whether the address is signed: no credentials are sent, and it is masked as a secret. */
  public boolean signed() {
    return signed;
  }

  /** Statuses beyond 2xx that are an answer here and no error. */
  public Set<Integer> accepted() {
    return accepted;
  }

  /** Describes a call. */
  public static final class Builder {
    private final Operation operation;
    private final String method;
    private final URI uri;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final StringBuilder query = new StringBuilder();
    private final Set<Integer> accepted = new LinkedHashSet<>();
    private @Nullable Json json;
    private @Nullable RequestBody body;
    private boolean signed;

    private Builder(Operation operation, String method, URI uri) {
      this.operation = operation;
      this.method = method;
      this.uri = uri;
    }

    /** Adds a query parameter. */
    public Builder query(String name, String value) {
      query
          .append(query.isEmpty() ? "" : "&")
          .append(encode(name))
          .append('=')
          .append(encode(value));
      return this;
    }

    /** Adds a header. */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /** A JSON body. */
    public Builder json(Json json) {
      this.json = json;
      return this;
    }

    /** A body of another kind. */
    public Builder body(RequestBody body) {
      this.body = body;
      return this;
    }

    /** The address is signed: no credentials, and it is a secret. */
    public Builder signed() {
      this.signed = true;
      return this;
    }

    /** That status is an answer and no error; a redirect is handed out and not followed. */
    public Builder accept(int... statuses) {
      for (int status : statuses) {
        accepted.add(status);
      }
      return this;
    }

    /** The call. */
    public Call build() {
      return new Call(this);
    }

    private URI fullUri() {
      if (query.isEmpty()) {
        return uri;
      }
      return URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + query);
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
  }
}
