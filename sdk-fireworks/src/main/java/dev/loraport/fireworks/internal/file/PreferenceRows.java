package dev.loraport.fireworks.internal.file;

import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Finding;
import dev.loraport.dataset.Severity;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.fireworks.FireworksDatasets;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules of preference rows for dpo and orpo jobs: a prompt of exactly one user turn besides
 * system messages, and exactly one message of the assistant in each output. By Fireworks'
 * documentation and cookbook of 2025-11 to 2026-08.
 */
final class PreferenceRows {
  /** A longer line is what the check of chat rows does not read either. */
  private static final int MAX_LINE = 64 << 20;

  private static final int MAX_FINDINGS = 100;

  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private long errors;
  private long messages;
  private long line;

  private PreferenceRows() {}

  /**
   * Checks each row.
   *
   * @param source a repeatable source
   * @param chat what a check as chat rows has counted, which is kept
   * @throws UploadException if the file can't be read
   */
  static CheckReport check(FileSource source, CheckReport chat) {
    PreferenceRows rows = new PreferenceRows();
    try (InputStream in = new BufferedInputStream(source.open())) {
      rows.read(in);
    } catch (IOException e) {
      throw new UploadException(
          Settings.PROVIDER,
          "files.upload",
          "can't upload " + source.name() + ": reading failed: " + e,
          UploadException.Step.READ,
          null,
          e);
    }
    rows.whole(chat.rows());
    return CheckReport.builder()
        .from(chat)
        .messages(rows.messages)
        .errorCount(rows.errors)
        .warningCount(0)
        .countsByCode(rows.counts)
        .findings(List.copyOf(rows.findings))
        .build();
  }

  private void read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean tooLong = false;
    int next;
    do {
      next = in.read();
      if (next >= 0 && next != '\n') {
        tooLong |= bytes.size() >= MAX_LINE;
        if (!tooLong) {
          bytes.write(next);
        }
        continue;
      }
      line++;
      if (tooLong) {
        error("line-too-long", "", "the line has over " + MAX_LINE + " bytes and was not read");
      } else {
        line(bytes.toByteArray());
      }
      bytes.reset();
      tooLong = false;
    } while (next >= 0);
  }

  private void whole(long count) {
    long most = FireworksDatasets.chatRules().maxExamples().orElse(Long.MAX_VALUE);
    if (count > most) {
      line = 0;
      error("too-many-examples", "", "examples: " + count + "; Fireworks takes at most " + most);
    }
  }

  private void line(byte[] bytes) {
    if (isBlank(bytes)) {
      return;
    }
    Json row;
    try {
      row = Json.parse(bytes);
    } catch (IllegalArgumentException e) {
      error("not-json", "", "not valid JSON: " + e.getMessage());
      return;
    }
    prompt(row.get("input").get("messages"));
    output(row, "preferred_output");
    output(row, "non_preferred_output");
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private void prompt(Json prompt) {
    String path = "input.messages";
    int turns = 0;
    int index = 0;
    for (Json message : prompt.elements()) {
      String role = role(message);
      if (role.equals("user")) {
        turns++;
      } else if (!role.equals("system")) {
        error(
            "preference-prompt",
            path + '[' + index + "].role",
            "a prompt is one user turn besides system messages, without the role \"" + role + '"');
      }
      content(message, path + '[' + index++ + ']');
    }
    if (turns != 1) {
      error(
          "preference-prompt",
          path,
          "a prompt has exactly one user turn, not " + turns + "; keep the last, or make it one");
    }
  }

  private void output(Json row, String name) {
    List<Json> output = row.get(name).elements();
    if (output.size() != 1 || !role(output.get(0)).equals("assistant")) {
      error(
          "preference-output",
          name,
          "\"" + name + "\" must be a list with exactly one message, the assistant's");
      return;
    }
    content(output.get(0), name + "[0]");
  }

  private void content(Json message, String path) {
    messages++;
    Json content = message.get("content");
    boolean said = content.string().isPresent() || content.kind() == Json.Kind.ARRAY;
    if (!said && message.get("tool_calls").elements().isEmpty()) {
      error("missing-content", path + ".content", "the message has no content");
    }
  }

  private static String role(Json message) {
    return message.get("role").string().orElse("");
  }

  private void error(String code, String path, String message) {
    errors++;
    counts.merge(code, 1L, Long::sum);
    if (findings.size() < MAX_FINDINGS) {
      findings.add(new Finding(Severity.ERROR, code, line, 0, path, message));
    }
  }
}
