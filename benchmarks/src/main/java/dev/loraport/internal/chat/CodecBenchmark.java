package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The reader of events, the chunks that are made of them, and whole answers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class CodecBenchmark {
  private static final int EVENTS = 1000;
  private static final String CHUNK =
      "data: {\"id\":\"chatcmpl-9f2c41d07b8e4a63\",\"object\":\"chat.completion.chunk\","
          + "\"created\":1760000000,\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":"
          + "{\"content\":\" tokens\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n";
  private static final byte[] EVENT_BYTES = CHUNK.repeat(EVENTS).getBytes(StandardCharsets.UTF_8);
  private static final byte[] ANSWER =
      ("{\"id\":\"chatcmpl-9f2c41d07b8e4a63\",\"object\":\"chat.completion\","
              + "\"created\":1760000000,\"model\":\"bench\",\"choices\":[{\"index\":0,\"message\":"
              + "{\"role\":\"assistant\",\"content\":\""
              + "A token bucket keeps a count of tokens. ".repeat(10)
              + "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":"
              + "{\"prompt_tokens\":57,\"completion_tokens\":118,\"total_tokens\":175}}")
          .getBytes(StandardCharsets.UTF_8);

  /** Cuts a stream of 1000 events, which come in pieces of 16 KiB; the time is that of one. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void events(Blackhole sink) {
    SseReader events = new SseReader();
    for (int at = 0; at < EVENT_BYTES.length; at += 16 << 10) {
      events.put(ByteBuffer.wrap(EVENT_BYTES, at, Math.min(16 << 10, EVENT_BYTES.length - at)));
      while (events.next()) {
        sink.consume(events.to());
      }
    }
  }

  /** The same, and the chunks that are made of the events. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void chunks(Blackhole sink) {
    SseReader events = new SseReader();
    try (ChunkReader reader = new ChunkReader(null)) {
      for (int at = 0; at < EVENT_BYTES.length; at += 16 << 10) {
        events.put(ByteBuffer.wrap(EVENT_BYTES, at, Math.min(16 << 10, EVENT_BYTES.length - at)));
        while (events.next()) {
          ChatChunk chunk = reader.read(events.array(), events.from(), events.to());
          sink.consume(chunk);
        }
      }
    }
  }

  /** A whole answer of 600 bytes. */
  @Benchmark
  public ChatCompletion answer() {
    return CompletionReader.read(ANSWER, null);
  }
}
