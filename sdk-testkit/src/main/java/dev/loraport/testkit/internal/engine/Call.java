package dev.loraport.testkit.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One request with its whole body, as a handler sees it. */
public final class Call {
  private static final int MAX_JSON = 64 * 1024 * 1024;

  private final String method;
  private final String path;
  private final List<Map.Entry<String, String>> query;
  private final Headers headers;
  private final Spool body;
  private final Form form;
  private final List<String> problems = new ArrayList<>();
  private Map<String, String> parameters = Map.of();
  private String route = "";

  Call(
      String method,
      String path,
      List<Map.Entry<String, String>> query,
      Headers headers,
      Spool body,
      Form form) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.body = body;
    this.form = form;
  }

  public String method() {
    return method;
  }

  /** The canonical path, see {@link Provider#canonicalPath(String)}. */
  public String path() {
    return path;
  }

  public List<Map.Entry<String, String>> query() {
    return query;
  }

  /** The first value of a query parameter, or null. */
  public @Nullable String query(String name) {
    for (Map.Entry<String, String> pair : query) {
      if (pair.getKey().equals(name)) {
        return pair.getValue();
      }
    }
    return null;
  }

  public Headers headers() {
    return headers;
  }

  public Spool body() {
    return body;
  }

  /** Fields of an urlencoded or multipart body; empty for any other. */
  public Form form() {
    return form;
  }

  /** The body as a JSON object, or null when it is none. */
  public @Nullable ObjectNode json() {
    JsonNode node = body.length() > MAX_JSON ? null : Wire.parse(body.bytes(MAX_JSON));
    return node instanceof ObjectNode object ? object : null;
  }

  /** The value of a named segment of the route. */
  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** Notes that the form of the request is not what the provider documents. */
  public void problem(String text) {
    problems.add(text);
  }

  public List<String> problems() {
    return List.copyOf(problems);
  }

  public String route() {
    return route;
  }

  void routed(String template, Map<String, String> values) {
    route = template;
    parameters = values;
  }

  /** The host by which the client knows us, without the port. */
  public String host() {
    String host = headers.first("Host", "127.0.0.1");
    int colon = host.lastIndexOf(':');
    boolean port = colon > host.lastIndexOf(']');
    String name = port ? host.substring(0, colon) : host;
    return name.isEmpty() ? "127.0.0.1" : name;
  }
}
