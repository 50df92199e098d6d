package dev.loraport.chat;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** The form that an answer must have. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ResponseFormat.Builder.class)
public interface ResponseFormat {
  /** {@code text}, {@code json_object}, {@code json_schema}, {@code regex} or {@code grammar}. */
  String type();

  /** The name of the schema. */
  Optional<String> name();

  /** The JSON schema. */
  Optional<Json> schema();

  /** Whether the schema is enforced. */
  Optional<Boolean> strict();

  /** The regular expression or grammar. */
  Optional<String> pattern();

  /** Any JSON object; the prompt must ask for JSON. */
  static ResponseFormat jsonObject() {
    return builder().type("json_object").build();
  }

  /** JSON that follows a schema. */
  static ResponseFormat jsonSchema(String name, Json schema) {
    return builder().type("json_schema").name(name).schema(schema).build();
  }

  /** A text that matches a regular expression. */
  static ResponseFormat regex(String pattern) {
    return builder().type("regex").pattern(pattern).build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ResponseFormat}. */
  final class Builder extends ImmutableResponseFormat.Builder {
    Builder() {}
  }
}
