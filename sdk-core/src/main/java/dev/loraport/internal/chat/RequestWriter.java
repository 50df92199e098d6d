package dev.loraport.internal.chat;

import dev.loraport.Capability;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ResponseFormat;
import dev.loraport.chat.TextRequest;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolChoice;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.internal.json.JsonText;
import dev.loraport.json.Json;
import dev.loraport.spi.ChatDialect;
import dev.loraport.spi.ChatDialect.GrammarForm;
import dev.loraport.spi.ChatDialect.LogprobsForm;
import dev.loraport.spi.ChatDialect.SchemaForm;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/**
 * Writes requests. A field that is absent isn't written; a member that the caller adds by its wire
 * name takes the place of the field of that name.
 */
final class RequestWriter {
  private final String provider;
  private final ChatDialect dialect;
  private final boolean refusesOfMessages;

  /**
   * Makes a writer.
   *
   * @param provider the provider, for messages
   * @param dialect what it takes
   */
  RequestWriter(String provider, ChatDialect dialect) {
    this.provider = provider;
    this.dialect = dialect;
    this.refusesOfMessages =
        dialect.unsupported().stream().anyMatch(field -> field.startsWith(MessageWriter.PREFIX));
  }

  /**
   * The JSON text of a chat.
   *
   * @param request the request
   * @param stream whether the answer is to be streamed
   * @param extraBody members that win over those of the request; a missing value removes a member
   * @throws IllegalArgumentException if a value can't be said in JSON
   * @throws UnsupportedCapabilityException if the provider lacks a field that the request uses
   */
  byte[] write(ChatRequest request, boolean stream, Map<String, Json> extraBody) {
    BodyWriter.Frame frame =
        BodyWriter.Frame.of(
            request.extra(), extraBody, dialect.defaults(), this::refuseUnsupported);
    dialect
        .check()
        .accept(
            extraBody.isEmpty()
                ? request
                : ChatRequest.builder().from(request).extra(frame.added()).build());
    return BodyWriter.write(frame, body -> new Writing(body, request).write(stream));
  }

  /** As {@code write} for a chat, for a text to go on with. */
  byte[] write(TextRequest request, boolean stream, Map<String, Json> extraBody) {
    if (dialect.textPath().isEmpty()) {
      throw new UnsupportedCapabilityException(
          provider, Capability.TEXT_COMPLETION, "it completes no plain text; use chat");
    }
    BodyWriter.Frame frame =
        BodyWriter.Frame.of(
            request.extra(),
            extraBody,
            dialect.textDefaults(),
            field -> refuseUnsupported("completions." + field));
    dialect
        .check()
        .accept(
            ChatRequest.builder()
                .model(request.model())
                .addMessages(ChatMessage.user(request.prompt()))
                .maxTokens(request.maxTokens())
                .topK(request.topK())
                .stop(request.stop())
                .logprobs(request.logprobs())
                .extra(frame.added())
                .build());
    return BodyWriter.write(
        frame,
        body -> {
          body.text("model", request.model().name());
          body.text("prompt", request.prompt());
          maxTokens(body, request.maxTokens());
          body.number("temperature", request.temperature());
          body.number("top_p", request.topP());
          body.number("top_k", request.topK());
          body.texts("stop", request.stop());
          seed(body, request.seed());
          body.number("n", request.n());
          body.number("logprobs", request.logprobs());
          if (body.begin("echo", request.echo())) {
            body.out().writeBoolean(true);
          }
          body.stream(stream, dialect.asksForUsage());
        });
  }

  private void maxTokens(BodyWriter body, OptionalInt wanted) {
    // the two names exclude each other, so a default must not meet the other one
    boolean other = body.isAdded("max_completion_tokens");
    OptionalInt byDefault = other ? OptionalInt.empty() : dialect.defaultMaxTokens();
    body.number("max_tokens", wanted.isPresent() ? wanted : byDefault);
  }

  private static void seed(BodyWriter body, OptionalLong seed) {
    if (body.begin("seed", seed.isPresent())) {
      body.out().writeNumber(seed.orElseThrow());
    }
  }

  private final class Writing {
    private final BodyWriter body;
    private final JsonGenerator out;
    private final ChatRequest request;

    Writing(BodyWriter body, ChatRequest request) {
      this.body = body;
      this.out = body.out();
      this.request = request;
    }

    void write(boolean stream) {
      body.text("model", request.model().name());
      if (body.begin("messages", true)) {
        new MessageWriter(
                out,
                dialect.reasoningField(),
                refusesOfMessages,
                dialect.answerMembers().orElse(null),
                RequestWriter.this::refuseUnsupported)
            .write(request.messages());
      }
      sampling();
      form();
      tools();
      thinking();
      if (body.begin("user", request.user().isPresent())) {
        out.writeString(request.user().orElseThrow());
      }
      body.stream(stream, dialect.asksForUsage());
    }

    private void sampling() {
      maxTokens(body, request.maxTokens());
      body.number("temperature", request.temperature());
      body.number("top_p", request.topP());
      body.number("top_k", request.topK());
      body.number("min_p", request.minP());
      body.number("presence_penalty", request.presencePenalty());
      body.number("frequency_penalty", request.frequencyPenalty());
      body.number("repetition_penalty", request.repetitionPenalty());
      body.texts("stop", request.stop());
      seed(body, request.seed());
      body.number("n", request.n());
      logprobs();
      if (body.begin("logit_bias", !request.logitBias().isEmpty())) {
        out.writeStartObject();
        request
            .logitBias()
            .forEach(
                (token, bias) -> {
                  out.writeName(token);
                  body.finite(token, bias);
                });
        out.writeEndObject();
      }
    }

    private void logprobs() {
      if (dialect.logprobsForm() == LogprobsForm.COUNT) {
        body.number("logprobs", request.logprobs());
        return;
      }
      if (body.begin("logprobs", request.logprobs().isPresent())) {
        out.writeBoolean(true);
      }
      if (request.logprobs().orElse(0) > 0) {
        body.number("top_logprobs", request.logprobs());
      }
    }

    private void form() {
      ResponseFormat format = request.responseFormat().orElse(null);
      if (format == null) {
        return;
      }
      String type = format.type();
      boolean pattern = type.equals("regex") || type.equals("grammar");
      if (pattern && dialect.grammarForm() == GrammarForm.GUIDED) {
        if (body.begin("guided_" + type, true)) {
          out.writeString(format.pattern().orElse(""));
        }
        return;
      }
      if (!body.begin("response_format", true)) {
        return;
      }
      refuseUnsupported("response_format." + type);
      format.strict().ifPresent(strict -> refuseUnsupported("response_format.strict"));
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
      if (body.begin("tools", !request.tools().isEmpty())) {
        out.writeStartArray();
        request.tools().forEach(this::tool);
        out.writeEndArray();
      }
      if (body.begin("tool_choice", request.toolChoice().isPresent())) {
        toolChoice(request.toolChoice().orElseThrow());
      }
      if (body.begin("parallel_tool_calls", request.parallelToolCalls().isPresent())) {
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
      String name = choice.function().orElse(null);
      boolean there =
          name == null
              ? !choice.mode().equals("required") || !request.tools().isEmpty()
              : request.tools().stream().anyMatch(tool -> tool.name().equals(name));
      if (!there && !body.isAdded("tools")) {
        throw new IllegalArgumentException(
            "toolChoice ("
                + (name == null ? "required" : name)
                + ") asks for a tool that the request does not have");
      }
      if (name == null) {
        out.writeString(choice.mode());
        return;
      }
      out.writeStartObject();
      out.writeStringProperty("type", "function");
      out.writeObjectPropertyStart("function");
      out.writeStringProperty("name", name);
      out.writeEndObject();
      out.writeEndObject();
    }

    private void thinking() {
      if (body.begin("reasoning_effort", request.reasoningEffort().isPresent())) {
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
      if (body.begin(field, true)) {
        out.writeStartObject();
        switch (dialect.reasoningForm()) {
          case ENABLED -> out.writeBooleanProperty("enabled", on);
          case THINKING -> out.writeStringProperty("type", on ? "enabled" : "disabled");
          case TEMPLATE -> out.writeBooleanProperty("enable_thinking", on);
        }
        out.writeEndObject();
      }
    }
  }

  private void refuseUnsupported(String field) {
    if (dialect.unsupported().contains(field)) {
      throw new UnsupportedCapabilityException(
          provider,
          Capability.of(field.startsWith("completions.") ? field : "chat." + field),
          "its completions do not take "
              + field.replace("completions.", "")
              + "; leave it out of the request");
    }
  }
}
