package dev.loraport.published;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The OpenAPI document that a provider has published, where it lies beside the project. Requests
 * that a fake accepts and answers that it gives are held against it.
 */
public final class PublishedApi {
  /** One request and its answer, as they went over the wire. */
  public record Exchange(
      String method,
      String path,
      @Nullable String requestJson,
      int status,
      String contentType,
      String answer) {}

  /**
   * A place where the document is known to be wrong.
   *
   * @param pointer the schema that is wrong, as a JSON pointer
   * @param change what makes it right
   * @param reason how it is known
   */
  record Correction(String pointer, Change change, String reason) {}

  enum Change {
    /** The schema also takes null. */
    ALLOW_NULL,
    /** Its type contradicts the choices beside it. */
    DROP_TYPE,
    /** The list of values is not complete. */
    DROP_ENUM,
    /** Fields that may be missing are required. */
    DROP_REQUIRED,
    /** A value may fit several of the choices, and not one alone. */
    ANY_OF
  }

  private static final String ROOT = "https://document.invalid/api";
  private static final Path TOGETHER =
      Path.of("..", "..", "shared", "contracts", "together-openapi.yaml");

  private final JsonNode document;
  private final SchemaRegistry schemas;
  private final Map<Pattern, String> paths;
  private final Map<String, Integer> checked = new ConcurrentHashMap<>();

  private PublishedApi(Path file, List<Correction> corrections) {
    try {
      this.document = YAMLMapper.builder().build().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    allowNulls(document);
    corrections.forEach(this::correct);
    String text = JsonMapper.shared().writeValueAsString(document);
    this.schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(ROOT, text)));
    this.paths = new ConcurrentHashMap<>();
    document
        .path("paths")
        .propertyNames()
        .forEach(
            path ->
                paths.put(Pattern.compile("/v1" + path.replaceAll("\\{[^}]+}", "[^/]+")), path));
  }

  private static final class Together {
    static final Optional<PublishedApi> API =
        Files.exists(TOGETHER)
            ? Optional.of(new PublishedApi(TOGETHER, TogetherCorrections.ALL))
            : Optional.empty();
  }

  /** The document of Together; empty where the project stands alone. */
  public static Optional<PublishedApi> together() {
    return Together.API;
  }

  /** What the document would not allow, one line each; empty where it says nothing of the call. */
  public List<String> problems(Exchange exchange) {
    Optional<String> path = template(exchange.path());
    if (path.isEmpty()) {
      return List.of();
    }
    String verb = exchange.method().toLowerCase(Locale.ROOT);
    String operation = exchange.method() + " " + path.get();
    JsonNode described = document.path("paths").path(path.get()).path(verb);
    if (described.isMissingNode()) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    String pointer = "/paths/" + escape(path.get()) + "/" + verb;
    boolean any = false;
    if (exchange.requestJson() != null && exchange.status() < 300) {
      JsonNode content = described.at("/requestBody/content/application~1json/schema");
      if (!content.isMissingNode()) {
        any = true;
        check(
            operation + " request",
            pointer + "/requestBody/content/application~1json/schema",
            exchange.requestJson(),
            problems);
      }
    }
    any |= checkAnswer(exchange, operation, pointer, described, problems);
    if (any) {
      checked.merge(operation, 1, Integer::sum);
    }
    return problems;
  }

  private boolean checkAnswer(
      Exchange exchange,
      String operation,
      String pointer,
      JsonNode described,
      List<String> problems) {
    String status = Integer.toString(exchange.status());
    String type = exchange.contentType().replaceFirst(";.*", "").strip();
    JsonNode content = described.path("responses").path(status).path("content").path(type);
    if (content.path("schema").isMissingNode()) {
      return false;
    }
    String at = pointer + "/responses/" + status + "/content/" + escape(type) + "/schema";
    String what = operation + " " + status;
    String text = exchange.answer();
    if (type.equals("text/event-stream")) {
      text.lines()
          .filter(line -> line.startsWith("data: "))
          // No document describes the error that can end a stream.
          .filter(line -> !line.contains("\"error\":{"))
          .forEach(line -> check(what, at, event(line.substring(6)), problems));
      return true;
    }
    if (!type.equals("application/json")) {
      return false;
    }
    check(what, at, text, problems);
    return true;
  }

  private static String event(String data) {
    return "{\"data\":" + (data.startsWith("{") ? data : "\"" + data + "\"") + "}";
  }

  private void check(String what, String pointer, String json, List<String> problems) {
    JsonNode value = JsonMapper.shared().readTree(json);
    for (Error error : schemas.getSchema(SchemaLocation.of(ROOT + "#" + pointer)).validate(value)) {
      problems.add(what + " " + error.getInstanceLocation() + ": " + error.getMessage());
    }
  }

  /** How many exchanges were checked, by operation. */
  public Map<String, Integer> checked() {
    return Map.copyOf(checked);
  }

  /** The operations whose request or whose success the document describes by a schema. */
  public List<String> operationsWithSchemas() {
    List<String> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> verb : path.getValue().properties()) {
        JsonNode operation = verb.getValue();
        boolean described =
            !operation.at("/requestBody/content/application~1json/schema").isMissingNode()
                || !operation.at("/responses/200/content/application~1json/schema").isMissingNode();
        if (described) {
          operations.add(verb.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return operations;
  }

  private Optional<String> template(String path) {
    return paths.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(path).matches())
        .map(Map.Entry::getValue)
        .min((a, b) -> Boolean.compare(a.contains("{"), b.contains("{")));
  }

  private static String escape(String segment) {
    return segment.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
  }

  private void correct(Correction correction) {
    if (!(document.at(correction.pointer()) instanceof ObjectNode schema)) {
      throw new IllegalStateException("nothing to correct at " + correction.pointer());
    }
    switch (correction.change()) {
      case ALLOW_NULL -> orNull(schema);
      case DROP_TYPE -> schema.remove("type");
      case DROP_ENUM -> schema.remove("enum");
      case DROP_REQUIRED -> schema.remove("required");
      case ANY_OF -> schema.set("anyOf", schema.remove("oneOf"));
    }
  }

  /** {@code nullable} is of an older OpenAPI than the document says it is. */
  private static void allowNulls(JsonNode node) {
    for (JsonNode child : node) {
      allowNulls(child);
    }
    if (!(node instanceof ObjectNode object) || !object.path("nullable").asBoolean(false)) {
      return;
    }
    object.remove("nullable");
    orNull(object);
  }

  private static void orNull(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    object.removeAll();
    ArrayNode either = object.putArray("anyOf");
    either.add(copy);
    either.addObject().put("type", "null");
  }
}
