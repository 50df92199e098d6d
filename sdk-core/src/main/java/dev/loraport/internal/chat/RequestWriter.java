package dev.loraport.internal.chat;

import dev.loraport.Capability;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ResponseFormat;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolChoice;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.internal.json.JsonText;
import dev.loraport.json.Json;
import dev.loraport.spi.ChatDialect;
import dev.loraport.spi.ChatDialect.GrammarForm;
import dev.loraport.spi.ChatDialect.LogprobsForm;
import dev.loraport.spi.ChatDialect.SchemaForm;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes requests. A field that is absent isn't written; a member that the caller adds by its wire
 * name takes the place of the field of that name.
 */
final class RequestWriter {
  private static final String STREAM = "stream";

  private final String provider;
  private final ChatDialect dialect;

  /**
   * Makes a writer.
   *
   * @param provider the provider, for messages
   * @param dialect what it takes
   */
  RequestWriter(String provider, ChatDialect dialect) {
    this.provider = provider;
    this.dialect = dialect;
  }

  /**
   * The JSON text of a request.
   *
   * @param request the request
   * @param stream whether the answer is to be streamed
   * @param extraBody members that win over those of the request; a missing value removes a member
   * @throws IllegalArgumentException if a value can't be said in JSON
   * @throws UnsupportedCapabilityException if the provider lacks a field that the request uses
   */
  byte[] write(ChatRequest request, boolean stream, Map<String, Json> extraBody) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator out = JsonText.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      new Writing(out, request, added(request, extraBody)).write(stream);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "the chat request can't be written as JSON: " + e.getOriginalMessage(), e);
    }
    return bytes.toByteArray();
  }

  private Map<String, Json> added(ChatRequest request, Map<String, Json> extraBody) {
    if (request.extra().isEmpty() && extraBody.isEmpty()) {
      return Map.of();
    }
    Map<String, Json> added = new LinkedHashMap<>(request.extra());
    added.putAll(extraBody);
    if (added.containsKey(STREAM)) {
      throw new IllegalArgumentException(
          "extra has \"stream\": call stream(...) or complete(...) instead");
    }
    return added;
  }

  private final class Writing {
    private final JsonGenerator out;
    private final ChatRequest request;
    private final Map<String, Json> added;
    private final Map<String, Json> defaults;

    Writing(JsonGenerator out, ChatRequest request, Map<String, Json> added) {
      this.out = out;
      this.request = request;
      this.added = added;
      this.defaults = new LinkedHashMap<>(dialect.defaults());
      defaults.keySet().removeAll(added.keySet());
    }

    void write(boolean stream) {
      out.writeStartObject();
      if (begin("model", true)) {
        out.writeString(request.model().name());
      }
      if (begin("messages", true)) {
        new MessageWriter(out, dialect.reasoningField(), RequestWriter.this::refuseUnsupported)
            .write(request.messages());
      }
      sampling();
      form();
      tools();
      thinking();
      if (begin("user", request.user().isPresent())) {
        out.writeString(request.user().orElseThrow());
      }
      if (stream) {
        out.writeBooleanProperty(STREAM, true);
        if (begin("stream_options", dialect.asksForUsage())) {
          out.writeStartObject();
          out.writeBooleanProperty("include_usage", true);
          out.writeEndObject();
        }
      }
      rest();
      out.writeEndObject();
    }

    private void sampling() {
      OptionalInt maxTokens = request.maxTokens();
      number("max_tokens", maxTokens.isPresent() ? maxTokens : defaultMaxTokens());
      number("temperature", request.temperature());
      number("top_p", request.topP());
      number("top_k", request.topK());
      number("min_p", request.minP());
      number("presence_penalty", request.presencePenalty());
      number("frequency_penalty", request.frequencyPenalty());
      number("repetition_penalty", request.repetitionPenalty());
      if (begin("stop", !request.stop().isEmpty())) {
        out.writeStartArray();
        request.stop().forEach(out::writeString);
        out.writeEndArray();
      }
      if (begin("seed", request.seed().isPresent())) {
        out.writeNumber(request.seed().orElseThrow());
      }
      number("n", request.n());
      logprobs();
      if (begin("logit_bias", !request.logitBias().isEmpty())) {
        out.writeStartObject();
        request.logitBias().forEach((token, bias) -> finite(out.writeName(token), token, bias));
        out.writeEndObject();
      }
    }

    private OptionalInt defaultMaxTokens() {
      // the two names exclude each other, so a default must not meet the other one
      return added.containsKey("max_completion_tokens")
          ? OptionalInt.empty()
          : dialect.defaultMaxTokens();
    }

    private void logprobs() {
      if (dialect.logprobsForm() == LogprobsForm.COUNT) {
        number("logprobs", request.logprobs());
        return;
      }
      if (begin("logprobs", request.logprobs().isPresent())) {
        out.writeBoolean(true);
      }
      if (request.logprobs().orElse(0) > 0) {
        number("top_logprobs", request.logprobs());
      }
    }

    private void form() {
      ResponseFormat format = request.responseFormat().orElse(null);
      if (format == null) {
        return;
      }
      refuseUnsupported("response_format." + format.type());
      String type = format.type();
      boolean pattern = type.equals("regex") || type.equals("grammar");
      if (pattern && dialect.grammarForm() == GrammarForm.GUIDED) {
        if (begin("guided_" + type, true)) {
          out.writeString(format.pattern().orElse(""));
        }
        return;
      }
      if (!begin("response_format", true)) {
        return;
      }
      out.writeStartObject();
      out.writeStringProperty("type", type);
      format
          .pattern()
          .ifPresent(
              text -> out.writeStringProperty(type.equals("regex") ? "pattern" : type, text));
      format.schema().ifPresent(schema -> schema(format, schema));
      out.writeEndObject();
    }

    private void schema(ResponseFormat format, Json schema) {
      out.writeName("json_schema");
      if (dialect.schemaForm() == SchemaForm.BARE) {
        JsonText.write(schema, out);
        return;
      }
      out.writeStartObject();
      out.writeStringProperty("name", format.name().orElse("answer"));
      out.writeName("schema");
      JsonText.write(schema, out);
      format.strict().ifPresent(strict -> out.writeBooleanProperty("strict", strict));
      out.writeEndObject();
    }

    private void tools() {
      if (begin("tools", !request.tools().isEmpty())) {
        out.writeStartArray();
        request.tools().forEach(this::tool);
        out.writeEndArray();
      }
      if (begin("tool_choice", request.toolChoice().isPresent())) {
        toolChoice(request.toolChoice().orElseThrow());
      }
      if (begin("parallel_tool_calls", request.parallelToolCalls().isPresent())) {
        out.writeBoolean(request.parallelToolCalls().orElseThrow());
      }
    }

    private void tool(Tool tool) {
      out.writeStartObject();
      out.writeStringProperty("type", "function");
      out.writeObjectPropertyStart("function");
      out.writeStringProperty("name", tool.name());
      tool.description().ifPresent(text -> out.writeStringProperty("description", text));
      tool.parameters()
          .ifPresent(
              schema -> {
                out.writeName("parameters");
                JsonText.write(schema, out);
              });
      tool.strict().ifPresent(strict -> out.writeBooleanProperty("strict", strict));
      out.writeEndObject();
      out.writeEndObject();
    }

    private void toolChoice(ToolChoice choice) {
      if (choice.function().isEmpty()) {
        out.writeString(choice.mode());
        return;
      }
      out.writeStartObject();
      out.writeStringProperty("type", "function");
      out.writeObjectPropertyStart("function");
      out.writeStringProperty("name", choice.function().get());
      out.writeEndObject();
      out.writeEndObject();
    }

    private void thinking() {
      if (begin("reasoning_effort", request.reasoningEffort().isPresent())) {
        out.writeString(request.reasoningEffort().orElseThrow());
      }
      if (request.reasoning().isEmpty()) {
        return;
      }
      boolean on = request.reasoning().get();
      String field =
          switch (dialect.reasoningForm()) {
            case ENABLED -> "reasoning";
            case THINKING -> "thinking";
            case TEMPLATE -> "chat_template_kwargs";
          };
      if (begin(field, true)) {
        out.writeStartObject();
        switch (dialect.reasoningForm()) {
          case ENABLED -> out.writeBooleanProperty("enabled", on);
          case THINKING -> out.writeStringProperty("type", on ? "enabled" : "disabled");
          case TEMPLATE -> out.writeBooleanProperty("enable_thinking", on);
        }
        out.writeEndObject();
      }
    }

    private void rest() {
      added.forEach(this::member);
      defaults.forEach(this::member);
    }

    private void member(String name, Json value) {
      if (value.kind() != Json.Kind.MISSING) {
        out.writeName(name);
        JsonText.write(value, out);
      }
    }

    private void number(String name, OptionalInt value) {
      if (begin(name, value.isPresent())) {
        out.writeNumber(value.orElseThrow());
      }
    }

    private void number(String name, OptionalDouble value) {
      if (begin(name, value.isPresent())) {
        finite(out, name, value.orElseThrow());
      }
    }

    private boolean begin(String name, boolean present) {
      if (!present) {
        return false;
      }
      refuseUnsupported(name);
      if (added.containsKey(name)) {
        return false;
      }
      defaults.remove(name);
      out.writeName(name);
      return true;
    }
  }

  private static void finite(JsonGenerator out, String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be a number, not " + value);
    }
    out.writeNumber(value);
  }

  private void refuseUnsupported(String field) {
    if (dialect.unsupported().contains(field)) {
      throw new UnsupportedCapabilityException(
          provider,
          Capability.of("chat." + field),
          "its chat completions do not take " + field + "; leave it out of the request");
    }
  }
}
