package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatDelta;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shape that nearly all events of a stream have in common: they differ in the text of their
 * delta alone. Bytes that are equal up to the text and behind it say the same, so only the text is
 * read of such an event; comparing costs a tenth of parsing.
 */
final class RepeatedShape {
  private static final byte[] CONTENT = "\"content\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TEXT = "\"text\"".getBytes(StandardCharsets.US_ASCII);

  /** Events of a kilobyte have more in them than a piece of text. */
  private static final int LONGEST = 1024;

  /** After so many events that were each unlike the one before, no more are kept. */
  private static final int PATIENCE = 16;

  private byte[] event = {};
  private int textFrom;
  private int textTo;
  private @Nullable ChatChunk chunk;
  private int unlike;

  /** The chunk of an event of that shape; null if it has to be parsed. */
  @Nullable ChatChunk read(byte[] bytes, int from, int to) {
    ChatChunk before = chunk;
    if (before == null) {
      return null;
    }
    int begin = from + textFrom;
    int end = to - (event.length - textTo);
    if (end < begin
        || !Arrays.equals(bytes, from, begin, event, 0, textFrom)
        || !Arrays.equals(bytes, end, to, event, textTo, event.length)) {
      return null;
    }
    String text = text(bytes, begin, end);
    if (text == null) {
      return null;
    }
    unlike = 0;
    ChatDelta delta = before.deltas().get(0);
    return new ChatChunk(
        before.id(),
        before.model(),
        before.createdAt(),
        List.of(
            new ChatDelta(
                delta.index(),
                delta.role(),
                Optional.of(text),
                delta.reasoning(),
                delta.toolCalls(),
                delta.finishReason(),
                delta.logprobs(),
                delta.seed(),
                delta.messageExtra(),
                delta.extra())),
        before.usage(),
        before.requestId(),
        before.extra());
  }

  /** The text of a JSON string without escapes; null if only a parser can tell what it says. */
  private static @Nullable String text(byte[] bytes, int from, int to) {
    boolean ascii = true;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        return null;
      }
      ascii &= b >= 0;
    }
    if (ascii) {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    // what stands for bytes that aren't UTF-8
    return text.indexOf('\ufffd') < 0 ? text : null;
  }

  /**
   * Takes the shape of an event that was parsed, if its text can be found in it without doubt;
   * otherwise keeps the one before.
   */
  void keep(byte[] bytes, int from, int to, ChatChunk parsed) {
    if (unlike == PATIENCE || to - from > LONGEST || parsed.deltas().size() != 1) {
      return;
    }
    unlike++;
    ChatDelta delta = parsed.deltas().get(0);
    int begin = textOf(bytes, from, to);
    if (begin == to || delta.content().isEmpty() || !delta.toolCalls().isEmpty()) {
      return;
    }
    int end = begin;
    while (bytes[end] != '"') {
      end++;
    }
    if (delta.content().get().equals(text(bytes, begin, end))) {
      event = Arrays.copyOfRange(bytes, from, to);
      textFrom = begin - from;
      textTo = end - from;
      chunk = parsed;
    }
  }

  /**
   * Where the text of the one member {@code content} begins. Without a backslash in the event each
   * quotation mark is an edge of a name or text, and a name has one spelling: if it is there once,
   * and not {@code text}, which can stand for it, then that is the member that was read.
   *
   * @return the end if there is doubt
   */
  private static int textOf(byte[] bytes, int from, int to) {
    int found = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        return to;
      }
      if (bytes[i] == '"' && isAt(bytes, i, to, TEXT)) {
        return to;
      }
      if (bytes[i] == '"' && isAt(bytes, i, to, CONTENT)) {
        if (found > 0) {
          return to;
        }
        found = i + CONTENT.length;
      }
    }
    int at = found == 0 ? to : found;
    while (at < to && bytes[at] != '"') {
      at++;
    }
    return Math.min(to, at + 1);
  }

  private static boolean isAt(byte[] bytes, int at, int to, byte[] name) {
    return at + name.length <= to
        && Arrays.equals(bytes, at, at + name.length, name, 0, name.length);
  }
}
