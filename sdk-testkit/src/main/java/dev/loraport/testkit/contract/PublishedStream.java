package dev.loraport.testkit.contract;

import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatDelta;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.Role;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolCallDelta;
import dev.loraport.chat.Usage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a publisher, one asked for at a time, as a stream of chat. What they amount to is
 * put together here, as a subscriber has to.
 */
final class PublishedStream implements ChatStream, Flow.Subscriber<ChatChunk> {
  /** Chunks, then the failure, or this stream for the end. */
  private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();

  private final List<ChatChunk> seen = new ArrayList<>();
  private @Nullable Object end;
  private volatile Flow.@Nullable Subscription subscription;

  PublishedStream(Flow.Publisher<ChatChunk> publisher) {
    publisher.subscribe(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(ChatChunk chunk) {
    signals.add(chunk);
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(failure);
  }

  @Override
  public void onComplete() {
    signals.add(this);
  }

  /** The next chunk; none at the end. */
  private @Nullable ChatChunk take() {
    Object signal = end == null ? poll() : end;
    if (signal instanceof ChatChunk chunk) {
      seen.add(chunk);
      request();
      return chunk;
    }
    end = signal;
    if (signal instanceof RuntimeException failure) {
      throw failure;
    }
    if (signal != this) {
      throw new AssertionError("the publisher has ended with " + signal);
    }
    return null;
  }

  private void request() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.request(1);
    }
  }

  private Object poll() {
    try {
      Object signal = signals.poll(ContractRun.SOON.toMillis(), TimeUnit.MILLISECONDS);
      if (signal == null) {
        throw new AssertionError("the publisher neither goes on nor ends");
      }
      return signal;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", e);
    }
  }

  @Override
  public Iterator<ChatChunk> iterator() {
    return new Iterator<>() {
      private @Nullable ChatChunk next;

      @Override
      public boolean hasNext() {
        next = next == null ? take() : next;
        return next != null;
      }

      @Override
      public ChatChunk next() {
        if (!hasNext() || next == null) {
          throw new NoSuchElementException("the stream has ended");
        }
        ChatChunk given = next;
        next = null;
        return given;
      }
    };
  }

  @Override
  public Stream<ChatChunk> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  @Override
  public ChatCompletion result() {
    iterator().forEachRemaining(chunk -> {});
    return partial();
  }

  @Override
  public ChatCompletion partial() {
    Map<Integer, List<ChatDelta>> choices = new TreeMap<>();
    Usage usage = null;
    for (ChatChunk chunk : seen) {
      usage = chunk.usage().orElse(usage);
      for (ChatDelta delta : chunk.deltas()) {
        choices.computeIfAbsent(delta.index(), index -> new ArrayList<>()).add(delta);
      }
    }
    return new ChatCompletion(
        "",
        Optional.empty(),
        Optional.empty(),
        choices.entrySet().stream().map(e -> choice(e.getKey(), e.getValue())).toList(),
        Optional.ofNullable(usage),
        Optional.empty(),
        Map.of());
  }

  private static ChatChoice choice(int index, List<ChatDelta> deltas) {
    StringBuilder content = new StringBuilder();
    Map<Integer, ToolCall> calls = new TreeMap<>();
    FinishReason reason = null;
    for (ChatDelta delta : deltas) {
      content.append(delta.content().orElse(""));
      reason = delta.finishReason().orElse(reason);
      delta
          .toolCalls()
          .forEach(piece -> calls.merge(piece.index(), call(piece), PublishedStream::joined));
    }
    ChatMessage message =
        ChatMessage.builder()
            .role(Role.ASSISTANT)
            .content(content.toString())
            .toolCalls(calls.values())
            .build();
    return new ChatChoice(
        index, message, Optional.ofNullable(reason), Optional.empty(), Optional.empty(), Map.of());
  }

  private static ToolCall call(ToolCallDelta piece) {
    return ToolCall.builder()
        .id(piece.id().orElse(""))
        .name(piece.name().orElse(""))
        .arguments(piece.arguments())
        .build();
  }

  private static ToolCall joined(ToolCall begun, ToolCall more) {
    return ToolCall.builder()
        .id(begun.id().isEmpty() ? more.id() : begun.id())
        .name(begun.name().isEmpty() ? more.name() : begun.name())
        .arguments(begun.arguments() + more.arguments())
        .build();
  }

  @Override
  public Optional<String> requestId() {
    return Optional.empty();
  }

  @Override
  public void cancel() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }

  @Override
  public void close() {
    cancel();
  }
}
