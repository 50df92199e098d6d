package dev.loraport.together;

import dev.loraport.chat.ContentPart;
import dev.loraport.json.Json;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a chat that only Together has, for {@link
 * dev.loraport.chat.ChatRequest.Builder#putAllExtra}:
 *
 * <pre>{@code
 * ChatRequest.builder()
 *     .from(ChatRequest.of(model, "Hi"))
 *     .putAllExtra(TogetherChat.fields().safetyModel("meta-llama/Llama-Guard-4-12B").extra())
 *     .build();
 * }</pre>
 *
 * <p>Source: the vendor's OpenAPI document and guidance of August 2026.
 */
public final class TogetherChat {
  private static final String KWARGS = "chat_template_kwargs";

  private final Map<String, Json> fields = new LinkedHashMap<>();

  private TogetherChat() {}

  /** Starts without a field. */
  public static TogetherChat fields() {
    return new TogetherChat();
  }

  /**
   * Lets a moderation model watch the chat.
   *
   * @param model its id, such as {@code meta-llama/Llama-Guard-4-12B}
   */
  public TogetherChat safetyModel(String model) {
    return put("safety_model", Json.of(model));
  }

  /** Asks for treatment by HIPAA, the only word that the service knows here. */
  public TogetherChat hipaa() {
    return put("compliance", Json.of("hipaa"));
  }

  /** Lowers {@code maxTokens} to what fits, where otherwise a long prompt is refused with 400. */
  public TogetherChat truncateToContext() {
    return put("context_length_exceeded_behavior", Json.of("truncate"));
  }

  /** Gives the prompt back in the member {@code prompt} of the answer's {@code extra()}. */
  public TogetherChat echo() {
    return put("echo", Json.of(true));
  }

  /**
   * An argument of the model's chat template, such as {@code thinking}; all those that are given
   * are sent.
   *
   * @param name the name of the argument
   * @param value its value
   */
  public TogetherChat templateArgument(String name, Json value) {
    Map<String, Json> all =
        new LinkedHashMap<>(fields.getOrDefault(KWARGS, Json.ofNull()).members());
    all.put(name, value);
    return put(KWARGS, Json.object(all));
  }

  /**
   * An answer in JSON by a schema that is described to the model; {@link
   * dev.loraport.chat.ChatRequest#responseFormat} has schemas without a description.
   *
   * @param name letters, digits, {@code _} and {@code -}, up to 64
   * @param description what the answer is for
   * @param schema the JSON schema
   */
  public TogetherChat describedSchema(String name, String description, Json schema) {
    Json format =
        Json.object()
            .put("name", name)
            .put("description", description)
            .put("schema", schema)
            .build();
    return put(
        "response_format",
        Json.object().put("type", "json_schema").put("json_schema", format).build());
  }

  /** A video in the message of a user, by an address. */
  public static ContentPart video(String url) {
    return ContentPart.at("video_url", url);
  }

  /** A sound in the message of a user, by an address. */
  public static ContentPart audio(String url) {
    return ContentPart.at("audio_url", url);
  }

  /**
   * A sound in the message of a user, as it is.
   *
   * @param wav a WAV file, the only format that the service names
   */
  public static ContentPart audio(byte[] wav) {
    Json data =
        Json.object()
            .put("data", Base64.getEncoder().encodeToString(wav))
            .put("format", "wav")
            .build();
    return new ContentPart(
        "input_audio", Optional.empty(), Optional.empty(), Map.of(), Map.of("input_audio", data));
  }

  private TogetherChat put(String name, Json value) {
    fields.put(name, value);
    return this;
  }

  /** The fields, for {@link dev.loraport.chat.ChatRequest.Builder#putAllExtra}. */
  public Map<String, Json> extra() {
    return new LinkedHashMap<>(fields);
  }
}
