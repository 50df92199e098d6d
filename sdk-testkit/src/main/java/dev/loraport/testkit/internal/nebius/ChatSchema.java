package dev.loraport.testkit.internal.nebius;

import static dev.loraport.testkit.internal.nebius.Check.Bound.atLeast;
import static dev.loraport.testkit.internal.nebius.Check.Bound.atMost;

import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.nebius.Findings.At;
import tools.jackson.databind.JsonNode;

/** The 23 fields of a chat request, those of a completion, and the types of the known extras. */
final class ChatSchema {
  private static final Shape MESSAGE =
      new Shape()
          .needs(Check.oneOf("system", "user", "assistant", "tool"), "role")
          .nullable(Check.textOr(Check.list(Check.object())), "content")
          .nullable(Check.text(), "name", "reasoning", "reasoning_content")
          .nullable(Check.list(Check.object()), "tool_calls")
          .takes(Check.text(), "tool_call_id");
  private static final Shape TOOL =
      new Shape()
          .needs(Check.oneOf("function"), "type")
          .needs(Check.object(new Shape().needs(Check.text(), "name")), "function");
  static final Shape CHAT =
      sampling(new Shape())
          .needs(Check.list(1, Integer.MAX_VALUE, ChatSchema::message), "messages")
          .nullable(Check.bool(), "logprobs")
          .nullable(Check.whole(atLeast(0)), "top_logprobs")
          .nullable(Check.list(Check.object(TOOL)), "tools")
          .takes(ChatSchema::choice, "tool_choice")
          .nullable(Check.text(), "reasoning_effort")
          .nullable(
              Check.object(
                  new Shape().needs(Check.oneOf("text", "json_object", "json_schema"), "type")),
              "response_format")
          .nullable(Check.object(), "chat_template_kwargs")
          .nullable(Check.bool(), "continue_final_message", "add_generation_prompt");
  static final Shape COMPLETION =
      sampling(new Shape())
          .needs(Check.textOr(Check.list(Check.any())), "prompt")
          .nullable(Check.bool(), "echo")
          .nullable(Check.whole(atLeast(0)), "logprobs");

  private ChatSchema() {}

  private static Shape sampling(Shape shape) {
    return shape
        .needs(Check.text(), "model")
        .nullable(Check.whole(atLeast(0)), "max_tokens", "max_completion_tokens", "min_tokens")
        .nullable(Check.number(atLeast(0), atMost(2)), "temperature")
        .nullable(Check.number(atLeast(0), atMost(1)), "top_p", "min_p")
        .nullable(Check.whole(atLeast(1), atMost(128)), "n")
        .nullable(Check.bool(), "stream", "store", "ignore_eos")
        .nullable(Check.object(), "stream_options", "extra_body")
        .nullable(ChatSchema::biases, "logit_bias")
        .nullable(Check.textOr(Check.list(0, 4, Check.text())), "stop")
        .nullable(Check.number(atLeast(-2), atMost(2)), "presence_penalty", "frequency_penalty")
        .nullable(Check.number(), "repetition_penalty")
        .nullable(Check.whole(), "top_k", "seed")
        .takes(Check.oneOf("auto", "default", "flex", "no-limit"), "service_tier")
        .nullable(Check.text(), "user")
        .nullable(Check.list(1, Integer.MAX_VALUE, Check.text()), "guided_choice")
        .nullable(Check.text(), "guided_regex", "guided_grammar")
        .nullable(Check.textOr(Check.object()), "guided_json");
  }

  private static void choice(Findings findings, At at, JsonNode value) {
    Check form = value.isString() ? Check.oneOf("auto", "none", "required") : Check.object(TOOL);
    form.check(findings, at, value);
  }

  private static void biases(Findings findings, At at, JsonNode value) {
    Check.object().check(findings, at, value);
    value
        .properties()
        .forEach(
            bias ->
                Check.number(atLeast(-100), atMost(100))
                    .check(findings, at.then(bias.getKey()), bias.getValue()));
  }

  private static void message(Findings findings, At at, JsonNode value) {
    Check.object(MESSAGE).check(findings, at, value);
    if (Wire.string(value, "role", "").equals("tool") && !value.has("tool_call_id")) {
      findings.missing(at.then("tool_call_id"));
    }
  }
}
