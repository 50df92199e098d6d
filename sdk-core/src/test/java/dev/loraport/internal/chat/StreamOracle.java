package dev.loraport.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.chat.ChatChunk;
import dev.loraport.error.ApiException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.StreamException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What holds for any bytes that a server may send: cut anywhere they give the same events and
 * chunks as in one piece, or the same one clear exception, and the memory is bounded.
 */
final class StreamOracle {
  /** Twice a full event and a piece, for the doubling of the buffer. */
  private static final int MOST_BUFFER = 2 * (SseReader.LIMIT + (256 << 10));

  private StreamOracle() {}

  /** What was read until the end, and how it ended. */
  private record Outcome(List<String> read, String end) {}

  private interface Feed {
    /** Puts the next piece in; false if there is none. */
    boolean next(SseReader into);
  }

  /**
   * Checks all readers.
   *
   * @param bytes what a server sends
   * @param cuts where it is cut, ascending, from 0 to the length
   */
  static void check(byte[] bytes, int... cuts) {
    Outcome whole = events(pieces(bytes));
    assertThat(events(pieces(bytes, cuts))).isEqualTo(whole);
    assertThat(events(stream(bytes, cuts))).isEqualTo(whole);
    for (boolean onlyAtDone : new boolean[] {true, false}) {
      Outcome chunks = chunks(pieces(bytes), onlyAtDone);
      assertThat(chunks(pieces(bytes, cuts), onlyAtDone)).isEqualTo(chunks);
      assertThat(chunks(stream(bytes, cuts), onlyAtDone)).isEqualTo(chunks);
    }
    answer(bytes);
  }

  private static Outcome events(Feed feed) {
    SseReader events = new SseReader();
    List<String> read = new ArrayList<>();
    try {
      boolean more = true;
      while (more) {
        more = feed.next(events);
        if (!more) {
          events.end();
        }
        while (events.next()) {
          int length = events.to() - events.from();
          assertThat(length).isLessThanOrEqualTo(SseReader.LIMIT);
          read.add(
              events.name()
                  + "="
                  + new String(events.array(), events.from(), length, StandardCharsets.ISO_8859_1));
        }
        assertThat(events.array().length).isLessThanOrEqualTo(MOST_BUFFER);
      }
      return new Outcome(read, "end");
    } catch (IllegalStateException e) {
      return new Outcome(read, String.valueOf(e.getMessage()));
    }
  }

  private static Outcome chunks(Feed feed, boolean onlyAtDone) {
    ChatFailures failures = new ChatFailures("acme", "chat.stream", null);
    ChunkDecoder decoder = new ChunkDecoder(failures, onlyAtDone);
    List<String> read = new ArrayList<>();
    try {
      boolean more = true;
      while (more && !decoder.isDone()) {
        more = feed.next(decoder.events());
        if (!more) {
          decoder.events().end();
        }
        for (ChatChunk chunk = decoder.next(); chunk != null; chunk = decoder.next()) {
          read.add(chunk.toString());
        }
      }
      StreamException cut = decoder.atEndOfBytes();
      return new Outcome(read, cut == null ? "end " + decoder.partial() : said(cut));
    } catch (StreamException e) {
      return new Outcome(read, said(e));
    } finally {
      decoder.release();
    }
  }

  private static String said(StreamException e) {
    assertThat(e).hasMessageStartingWith("acme chat.stream: ");
    assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(4_000);
    return e.getMessage() + e.partial();
  }

  private static void answer(byte[] bytes) {
    try {
      assertThat(AnswerReader.whole(bytes, new ChatFailures("acme", "chat.complete", null)))
          .isNotNull();
    } catch (DecodeException | ApiException e) {
      assertThat(e).hasMessageStartingWith("acme chat.complete: ");
      assertThat(e.getMessage()).hasLineCount(1);
    }
  }

  private static Feed pieces(byte[] bytes, int... cuts) {
    return new Feed() {
      private int from;
      private int next;

      @Override
      public boolean next(SseReader into) {
        if (next > cuts.length) {
          return false;
        }
        int to = next == cuts.length ? bytes.length : cuts[next];
        next++;
        into.put(ByteBuffer.wrap(bytes, from, to - from));
        from = to;
        return true;
      }
    };
  }

  /** As {@link #pieces}, by the way of a blocking stream; a cut is where a read ends. */
  private static Feed stream(byte[] bytes, int... cuts) {
    int[] ends = Arrays.copyOf(cuts, cuts.length + 1);
    ends[cuts.length] = bytes.length;
    InputStream in =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] to, int offset, int length) {
            int at = pos;
            int end = Arrays.stream(ends).filter(cut -> cut > at).findFirst().orElse(bytes.length);
            return super.read(to, offset, Math.min(length, Math.max(1, end - at)));
          }
        };
    return into -> {
      try {
        return into.fill(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
