package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.LineReader;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The server's look at an uploaded training file, by the documentation's rules of 2026. */
final class FileCheck {
  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");
  private static final String PREFERENCE = "preference";
  private static final int MAX_LINE = 32 * 1024 * 1024;

  private int lines;
  private int records;
  private @Nullable String format;
  private @Nullable String error;
  private boolean finished = true;
  private boolean tools;
  private boolean parallelTools;
  private boolean reasoning;
  private boolean messageWeights;
  private boolean sampleWeights;
  private boolean multimodal;

  private FileCheck() {}

  /** CSV has no documented format for training; Parquet is only looked at for its magic bytes. */
  static FileCheck run(Spool file, String type) {
    FileCheck check = new FileCheck();
    if (!file.hasContent()) {
      check.finished = false;
      check.error = "The file is too large for this fake, which kept only its length and hash.";
      return check;
    }
    if (type.equals("csv")) {
      check.error = "CSV files cannot be used for fine-tuning.";
      return check;
    }
    if (type.equals("parquet")) {
      boolean magic = new String(file.bytes(4), StandardCharsets.US_ASCII).equals("PAR1");
      check.records = magic ? 1 : 0;
      check.format = "tokenized";
      check.error = magic ? null : "The file is not a Parquet file.";
      return check;
    }
    try (InputStream in = file.open();
        LineReader reader = new LineReader(in, MAX_LINE)) {
      for (byte[] line = reader.next(); line != null && check.error == null; line = reader.next()) {
        check.lines++;
        check.line(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (check.error == null && check.records == 0) {
      check.error = "The file has no samples.";
    }
    return check;
  }

  boolean valid() {
    return error == null;
  }

  /** Whether the check could be made. */
  boolean isFinished() {
    return finished;
  }

  int records() {
    return records;
  }

  boolean isMultimodal() {
    return multimodal;
  }

  boolean hasReasoning() {
    return reasoning;
  }

  /** Whether its rows compare two answers, which is what DPO learns from and SFT can't read. */
  boolean isPreference() {
    return PREFERENCE.equals(format);
  }

  ObjectNode report(String fileId) {
    ObjectNode report =
        Wire.object().put("valid", valid()).put("file_id", fileId).put("nlines", records);
    if (error != null) {
      report.put("error", error);
      return finished ? report.put("error_type", "INVALID_FORMAT") : report;
    }
    return report
        .put("dataset_format", format)
        .put("dataset_has_message_weights", messageWeights)
        .put("dataset_has_parallel_tool_calls", parallelTools)
        .put("dataset_has_reasoning", reasoning)
        .put("dataset_has_sample_weights", sampleWeights)
        .put("dataset_has_tools", tools)
        .put("dataset_is_multimodal", multimodal);
  }

  private void line(byte[] bytes) {
    if (bytes.length == MAX_LINE) {
      fail("is longer than " + (MAX_LINE >> 20) + " MiB.");
      return;
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      fail("is not valid UTF-8.");
      return;
    }
    if (text.isBlank()) {
      return;
    }
    JsonNode node = Wire.parse(bytes);
    if (node == null) {
      fail("is not valid JSON.");
    } else if (!(node instanceof ObjectNode sample)) {
      fail("is not a JSON object.");
    } else {
      records++;
      sample(sample);
    }
  }

  private void sample(ObjectNode sample) {
    String found =
        sample.has("messages")
            ? "conversation"
            : sample.has("prompt") && sample.has("completion")
                ? "instruction"
                : sample.has("text")
                    ? "general"
                    : sample.has("input") && sample.has("preferred_output") ? PREFERENCE : null;
    if (found == null) {
      fail(
          "matches no dataset format: it has none of `messages`, `prompt` and `completion`, `text`.");
      return;
    }
    if (format != null && !format.equals(found)) {
      fail("is of format `" + found + "` but the lines before are `" + format + "`.");
      return;
    }
    format = found;
    JsonNode weight = sample.path("weight");
    if (!weight.isMissingNode()) {
      sampleWeights = true;
      if (!weight.isNumber() || weight.asDouble() < 0) {
        fail("has a `weight` that is not a number of at least 0.");
      }
    }
    tools |= sample.has("tools");
    switch (found) {
      case "conversation" -> messages(sample.path("messages"), "messages", true);
      case "instruction" -> {
        content(sample.path("prompt"), "prompt");
        content(sample.path("completion"), "completion");
      }
      case "general" -> content(sample.path("text"), "text");
      default -> preference(sample);
    }
  }

  private void preference(ObjectNode sample) {
    tools |= sample.path("input").has("tools");
    messages(sample.path("input").path("messages"), "input.messages", false);
    for (String name : new String[] {"preferred_output", "non_preferred_output"}) {
      JsonNode output = sample.path(name);
      if (!output.isArray() || output.size() != 1) {
        fail("`" + name + "` must be a list with one message.");
      } else if (!Wire.string(output.path(0), "role", "").equals("assistant")) {
        fail("`" + name + "[0]` must be an assistant message.");
      }
    }
  }

  private void messages(JsonNode messages, String where, boolean assistantNeeded) {
    if (!messages.isArray() || messages.isEmpty()) {
      fail("`" + where + "` must be a list with at least one message.");
      return;
    }
    boolean assistant = false;
    String last = "";
    for (int i = 0; i < messages.size() && error == null; i++) {
      JsonNode message = messages.path(i);
      String at = where + "[" + i + "]";
      String role = Wire.string(message, "role", "");
      if (role.isEmpty()) {
        fail("`" + at + "` has no `role` field.");
      } else if (!ROLES.contains(role)) {
        fail("`" + at + "` has the unknown role `" + role + "`.");
      } else if (role.equals(last) && !role.equals("tool")) {
        fail("`" + at + "` has the same role `" + role + "` as the message before it.");
      } else {
        message(message, at);
      }
      assistant |= role.equals("assistant");
      last = role;
    }
    if (assistantNeeded && !assistant) {
      fail("`" + where + "` has no assistant message.");
    }
  }

  private void message(JsonNode message, String at) {
    JsonNode calls = message.path("tool_calls");
    tools |= calls.isArray();
    parallelTools |= calls.size() > 1;
    reasoning |= message.has("reasoning") || message.has("reasoning_content");
    JsonNode weight = message.path("weight");
    if (!weight.isMissingNode()) {
      messageWeights = true;
      if (!weight.isIntegralNumber() || (weight.asInt() != 0 && weight.asInt() != 1)) {
        fail("`" + at + ".weight` must be 0 or 1.");
      }
    }
    if (!calls.isArray()) {
      content(message.path("content"), at + ".content");
    }
  }

  private void content(JsonNode content, String at) {
    multimodal |= content.isArray();
    if (!content.isString() && !content.isArray()) {
      fail("`" + at + "` must be a string or a list of parts.");
    }
  }

  private void fail(String what) {
    if (error == null) {
      error = "Line " + lines + ": " + what;
    }
  }
}
