package dev.loraport.testkit.internal.fireworks.data;

import dev.loraport.testkit.internal.engine.LineReader;
import dev.loraport.testkit.internal.engine.Spool;
import dev.loraport.testkit.internal.engine.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What one pass over a JSON Lines file has found. */
final class Rows {
  private static final int MAX_LINE = 32 * 1024 * 1024;

  private long count;
  private long characters;
  private @Nullable String broken;
  private @Nullable String unfitForChat;
  private @Nullable String unfitForPreference;
  private @Nullable String unfitForPrompts;

  private Rows() {}

  static Rows read(Spool file) {
    Rows rows = new Rows();
    try (InputStream in = file.open();
        LineReader reader = new LineReader(in, MAX_LINE)) {
      for (byte[] line = reader.next(); line != null && rows.broken == null; line = reader.next()) {
        rows.line(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private void line(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      broken = "row " + (count + 1) + ": not valid UTF-8";
      return;
    }
    if (text.isBlank()) {
      return;
    }
    count++;
    characters += text.length();
    if (!(Wire.parse(bytes) instanceof ObjectNode row)) {
      broken = "row " + count + ": not a JSON object";
      return;
    }
    unfitForChat = first(unfitForChat, RowRules.chat(row));
    unfitForPreference = first(unfitForPreference, RowRules.preference(row));
    unfitForPrompts = first(unfitForPrompts, RowRules.prompts(row));
  }

  private @Nullable String first(@Nullable String before, @Nullable String problem) {
    return before != null || problem == null ? before : "row " + count + ": " + problem;
  }

  long count() {
    return count;
  }

  /** A rough count: four characters a token. */
  long tokens() {
    return characters / 4;
  }

  /** Why this is no JSON Lines file, or null. */
  @Nullable String broken() {
    return count == 0 && broken == null ? "the file is empty" : broken;
  }

  /** The first row that a job of that kind can't train on, or null. */
  @Nullable String unfitFor(Training kind) {
    return switch (kind) {
      case CHAT -> unfitForChat;
      case PREFERENCE -> unfitForPreference;
      case PROMPTS -> unfitForPrompts;
    };
  }
}
