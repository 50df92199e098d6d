package dev.loraport.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.chat.ChatChunk;
import dev.loraport.error.ApiException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.StreamException;
import dev.loraport.spi.Caller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What holds for any bytes that a server may send: cut anywhere they give the same events and
 * chunks as in one piece, or the same one clear exception, and the memory is bounded.
 */
final class StreamOracle {
  private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);
  private static final ChatFailures FAILURES = new ChatFailures("acme", "chat.stream", 200, null);

  /** The sizes of the product, and such that a short input reaches their limits. */
  private static final List<Sizes> SIZES =
      List.of(
          new Sizes(4 << 10, SseReader.LIMIT, ChatAccumulator.LIMIT), new Sizes(32, 256, 2_048));

  private StreamOracle() {}

  private record Sizes(int firstBuffer, int event, int answer) {
    SseReader reader() {
      return new SseReader(firstBuffer, event);
    }

    ChunkDecoder.Parts parts() {
      return new ChunkDecoder.Parts(reader(), new ChunkReader());
    }

    /** Twice a full event and a piece, for the doubling of the buffer. */
    int mostBuffer(int piece) {
      return 2 * (firstBuffer + event + piece);
    }
  }

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
    for (Sizes sizes : SIZES) {
      Outcome whole = events(sizes, bytes.length, pieces(bytes));
      assertThat(events(sizes, bytes.length, pieces(bytes, cuts))).isEqualTo(whole);
      assertThat(events(sizes, bytes.length, stream(bytes, cuts))).isEqualTo(whole);
      for (int enough : new int[] {0, 1}) {
        Outcome chunks = chunks(sizes, pieces(bytes), enough);
        assertThat(chunks(sizes, pieces(bytes, cuts), enough)).isEqualTo(chunks);
        assertThat(chunks(sizes, stream(bytes, cuts), enough)).isEqualTo(chunks);
      }
    }
    for (int enough : new int[] {0, 1}) {
      assertThat(published(bytes, cuts, enough))
          .isEqualTo(chunks(SIZES.get(0), pieces(bytes), enough));
    }
    alone(bytes);
    answer(bytes);
  }

  /** Each event says what it says alone, whatever came before. */
  private static void alone(byte[] bytes) {
    SseReader events = new SseReader();
    Feed feed = pieces(bytes);
    try (ChunkReader reader = new ChunkReader()) {
      boolean good = true;
      while (good && feed.next(events)) {
        while (good && events.next()) {
          byte[] event = Arrays.copyOfRange(events.array(), events.from(), events.to());
          String told = chunk(reader, event);
          try (ChunkReader other = new ChunkReader()) {
            assertThat(told).isEqualTo(chunk(other, event));
          }
          good = told.startsWith("ChatChunk");
        }
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("event");
    }
  }

  private static String chunk(ChunkReader reader, byte[] event) {
    try {
      return reader.read(event, 0, event.length).toString();
    } catch (ReportedError e) {
      return "error";
    } catch (JacksonException | IllegalArgumentException e) {
      return "unreadable";
    }
  }

  private static Outcome events(Sizes sizes, int length, Feed feed) {
    SseReader events = sizes.reader();
    List<String> read = new ArrayList<>();
    try {
      boolean more = true;
      while (more) {
        more = feed.next(events);
        if (!more) {
          events.end();
        }
        while (events.next()) {
          int size = events.to() - events.from();
          assertThat(size).isLessThanOrEqualTo(sizes.event());
          read.add(
              events.name()
                  + "="
                  + new String(events.array(), events.from(), size, StandardCharsets.ISO_8859_1));
        }
        assertThat(events.array().length).isLessThanOrEqualTo(sizes.mostBuffer(length));
      }
      return new Outcome(read, "end");
    } catch (IllegalStateException e) {
      return new Outcome(read, String.valueOf(e.getMessage()));
    }
  }

  private static Outcome chunks(Sizes sizes, Feed feed, int enough) {
    ChunkDecoder decoder = new ChunkDecoder(FAILURES, enough, sizes.parts(), sizes.answer());
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

  /** By the way of a publisher whose subscriber asks for one chunk at a time. */
  private static Outcome published(byte[] bytes, int[] cuts, int enough) {
    ChunksRead read = new ChunksRead();
    CompletableFuture<Caller.Opened> opened =
        CompletableFuture.completedFuture(PiecesBody.opened(bytes, cuts));
    ChatSubscription subscription =
        new ChatSubscription(
            read,
            () -> opened,
            new AnswerReader(
                FAILURES.provider(), FAILURES.operation(), enough, headers -> Map.of()),
            Runnable::run,
            pause -> new CompletableFuture<>());
    subscription.start();
    Throwable failure = read.end.join().orElse(null);
    return new Outcome(
        read.chunks,
        failure == null ? "end " + subscription.soFar() : said((StreamException) failure));
  }

  private static final class ChunksRead implements Flow.Subscriber<ChatChunk> {
    final List<String> chunks = new ArrayList<>();
    final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(1);
    }

    @Override
    public void onNext(ChatChunk chunk) {
      chunks.add(chunk.toString());
      Objects.requireNonNull(subscription).request(1);
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(Optional.of(failure));
    }

    @Override
    public void onComplete() {
      end.complete(Optional.empty());
    }
  }

  private static String said(StreamException e) {
    assertThat(e).hasMessageStartingWith("acme chat.stream: ");
    assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(4_000);
    return e.getMessage() + e.partial();
  }

  private static void answer(byte[] bytes) {
    try {
      assertThat(
              AnswerReader.read(
                  bytes, NO_HEADERS, new ChatFailures("acme", "chat.complete", 200, null)))
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
