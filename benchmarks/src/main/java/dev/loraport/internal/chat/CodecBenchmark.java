package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ModelRef;
import dev.loraport.spi.ChatDialect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

/**
 * The writer of requests, the reader of events, chunks that are made of them, and whole answers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class CodecBenchmark {
  private static final int EVENTS = 1000;
  private static final int PIECE = 16 << 10;
  // differ in the text alone, as those of a provider do
  private static final byte[] EVENT_BYTES = events(" a", " token", " bucket", " holds", ",");
  // none is read by its shape: a line break is an escape in JSON
  private static final byte[] ESCAPED_BYTES = events(" a\\n", " token\\n", " bucket\\n");
  private static final byte[] ANSWER =
      ("{\"id\":\"chatcmpl-9f2c41d07b8e4a63\",\"object\":\"chat.completion\","
              + "\"created\":1760000000,\"model\":\"bench\",\"choices\":[{\"index\":0,\"message\":"
              + "{\"role\":\"assistant\",\"content\":\""
              + "A token bucket keeps a count of tokens. ".repeat(10)
              + "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":"
              + "{\"prompt_tokens\":57,\"completion_tokens\":118,\"total_tokens\":175}}")
          .getBytes(StandardCharsets.UTF_8);
  private static final ChatRequest REQUEST =
      ChatRequest.builder()
          .model(ModelRef.of("bench"))
          .addMessages(
              ChatMessage.system("You explain terms of networking to people who know none."),
              ChatMessage.user("Explain in two sentences what a token bucket is."),
              ChatMessage.assistant("A token bucket keeps a count of tokens. ".repeat(10)),
              ChatMessage.user("And what is a \"leaky\" one?\nOne sentence."))
          .temperature(0.2)
          .maxTokens(200)
          .build();

  private final RequestWriter writer =
      new RequestWriter("bench", ChatDialect.builder().allowedBaseUrl(url -> true).build());

  private static byte[] events(String... texts) {
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      events
          .append(
              "data: {\"id\":\"chatcmpl-9f2c41d07b8e4a63\",\"object\":\"chat.completion.chunk\",")
          .append("\"created\":1760000000,\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":")
          .append("{\"content\":\"")
          .append(texts[i % texts.length])
          .append("\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n");
    }
    return events.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A request of four messages, 749 bytes. */
  @Benchmark
  public byte[] request() {
    return writer.write(REQUEST, true, Map.of());
  }

  /** Cuts a stream of 1000 events, which come in pieces of 16 KiB; the time is that of one. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void events(Blackhole sink) {
    SseReader events = new SseReader();
    for (int at = 0; at < EVENT_BYTES.length; at += PIECE) {
      events.put(ByteBuffer.wrap(EVENT_BYTES, at, Math.min(PIECE, EVENT_BYTES.length - at)));
      while (events.next()) {
        sink.consume(events.to());
      }
    }
  }

  /** The same, and the chunks that are made of the events. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void chunks(Blackhole sink) {
    chunks(EVENT_BYTES, sink);
  }

  /** The same with events that have to be parsed in full, since their text has an escape in it. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void escapedChunks(Blackhole sink) {
    chunks(ESCAPED_BYTES, sink);
  }

  private static void chunks(byte[] bytes, Blackhole sink) {
    SseReader events = new SseReader();
    try (ChunkReader reader = new ChunkReader()) {
      for (int at = 0; at < bytes.length; at += PIECE) {
        events.put(ByteBuffer.wrap(bytes, at, Math.min(PIECE, bytes.length - at)));
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
