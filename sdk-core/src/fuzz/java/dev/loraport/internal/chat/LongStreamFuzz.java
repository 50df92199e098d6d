package dev.loraport.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.loraport.chat.ChatChunk;
import dev.loraport.error.StreamException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Streams that are much longer than what a fuzzer makes, by pieces that are repeated: what is kept
 * of them is bounded, and where they are cut makes no difference.
 */
class LongStreamFuzz {
  private static final int LONGEST = 4 << 20;
  private static final int FIRST_BUFFER = 16 << 10;
  private static final int ANSWER = 64 << 10;

  /** How much memory a character of the limit may come to, as an empty text in a list does. */
  private static final int WEIGHT = 16;

  /**
   * Each piece is two bytes for how often it comes, one for its length, and its bytes; a tilde in
   * it becomes the number of the repetition, so that names, ids and indexes differ.
   */
  @FuzzTest(maxDuration = "60s")
  void whatIsKeptIsBounded(byte[] input) {
    byte[] bytes = repeated(input);
    String inPieces = read(bytes, FIRST_BUFFER);
    assertThat(read(bytes, Math.max(1, bytes.length))).isEqualTo(inPieces);
  }

  private static byte[] repeated(byte[] input) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int at = 0;
    while (at + 3 < input.length && all.size() < LONGEST) {
      int count = (input[at] & 0xFF) << 8 | (input[at + 1] & 0xFF);
      int end = Math.min(input.length, at + 3 + (input[at + 2] & 0xFF));
      for (int i = 0; i < count && all.size() < LONGEST; i++) {
        for (int from = at + 3; from < end; from++) {
          if (input[from] == '~') {
            all.writeBytes(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
          } else {
            all.write(input[from]);
          }
        }
      }
      at = end;
    }
    return all.toByteArray();
  }

  /** Reads a stream that comes in pieces of that size; how it ended. */
  private static String read(byte[] bytes, int size) {
    ChatFailures failures = new ChatFailures("acme", "chat.stream", 200, null);
    SseReader events = new SseReader(FIRST_BUFFER, SseReader.LIMIT);
    ChunkDecoder.Parts parts = new ChunkDecoder.Parts(events, new ChunkReader());
    ChunkDecoder decoder = new ChunkDecoder(failures, 1, parts, ANSWER);
    int chunks = 0;
    try {
      for (int from = 0; from < bytes.length && !decoder.isDone(); from += size) {
        int count = Math.min(size, bytes.length - from);
        events.put(ByteBuffer.wrap(bytes, from, count));
        for (ChatChunk chunk = decoder.next(); chunk != null; chunk = decoder.next()) {
          chunks++;
        }
        assertBounded(decoder, events, count);
      }
      events.end();
      while (decoder.next() != null) {
        chunks++;
      }
      assertBounded(decoder, events, size);
      StreamException cut = decoder.atEndOfBytes();
      return chunks + (cut == null ? " end " + decoder.partial() : said(cut));
    } catch (StreamException e) {
      assertBounded(decoder, events, size);
      return chunks + said(e);
    } finally {
      decoder.release();
    }
  }

  private static void assertBounded(ChunkDecoder decoder, SseReader events, int piece) {
    int buffer = events.array().length;
    assertThat(buffer).isLessThanOrEqualTo(2 * (FIRST_BUFFER + SseReader.LIMIT + piece));
    // the event that went beyond the limit is in it, and one in the shape and in what was read last
    assertThat(Kept.by(decoder) - buffer)
        .isLessThan((long) WEIGHT * (ANSWER + 2L * SseReader.LIMIT));
  }

  private static String said(StreamException e) {
    assertThat(e).hasMessageStartingWith("acme chat.stream: ");
    assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(4_000);
    return e.getMessage() + e.partial();
  }
}
