package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.util.Objects;
import java.util.Optional;

/**
 * The form that an answer must have.
 *
 * @param type {@code text}, {@code json_object}, {@code json_schema}, {@code regex} or {@code
 *     grammar}
 * @param name the name of the schema
 * @param schema the JSON schema
 * @param strict whether the schema is enforced
 * @param pattern the regular expression or grammar
 */
public record ResponseFormat(
    String type,
    Optional<String> name,
    Optional<Json> schema,
    Optional<Boolean> strict,
    Optional<String> pattern) {
  public ResponseFormat {
    Objects.requireNonNull(type, "type");
    name = Parts.optional(name);
    schema = Parts.json(schema);
    strict = Parts.optional(strict);
    pattern = Parts.optional(pattern);
  }

  /** Any JSON object; the prompt must ask for JSON. */
  public static ResponseFormat jsonObject() {
    return new ResponseFormat(
        "json_object", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** JSON that follows a schema. */
  public static ResponseFormat jsonSchema(String name, Json schema) {
    return new ResponseFormat(
        "json_schema", Optional.of(name), Optional.of(schema), Optional.empty(), Optional.empty());
  }

  /** JSON that follows a schema, and whether the provider has to enforce it. */
  public static ResponseFormat jsonSchema(String name, Json schema, boolean strict) {
    return new ResponseFormat(
        "json_schema",
        Optional.of(name),
        Optional.of(schema),
        Optional.of(strict),
        Optional.empty());
  }

  /** A text that matches a regular expression. */
  public static ResponseFormat regex(String pattern) {
    return new ResponseFormat(
        "regex", Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(pattern));
  }

  /** A text that follows a grammar, in the notation of the provider; often GBNF. */
  public static ResponseFormat grammar(String grammar) {
    return new ResponseFormat(
        "grammar", Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(grammar));
  }
}
