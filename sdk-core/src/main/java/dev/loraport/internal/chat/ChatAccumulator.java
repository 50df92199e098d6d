package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatDelta;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.Role;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolCallDelta;
import dev.loraport.chat.Usage;
import dev.loraport.json.Json;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the chunks of a stream together to a whole answer. Any thread may ask for what has come so
 * far.
 */
final class ChatAccumulator {
  private final @Nullable String requestId;
  private final Map<Integer, Choice> choices = new TreeMap<>();
  private final Map<String, Json> extra = new LinkedHashMap<>();
  private String id = "";
  private @Nullable String model;
  private @Nullable Instant createdAt;
  private @Nullable Usage usage;
  private int chunks;

  ChatAccumulator(@Nullable String requestId) {
    this.requestId = requestId;
  }

  private static final class Choice {
    private Role role = Role.ASSISTANT;
    private @Nullable StringBuilder content;
    private @Nullable StringBuilder reasoning;
    private final Map<Integer, Call> calls = new TreeMap<>();
    private final List<Json> logprobs = new ArrayList<>();
    private @Nullable FinishReason finishReason;
    private @Nullable BigInteger seed;
    private Map<String, Json> extra = Map.of();
  }

  private static final class Call {
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
  }

  /** Adds a chunk. */
  synchronized void add(ChatChunk chunk) {
    chunks++;
    id = chunk.id().isEmpty() ? id : chunk.id();
    model = chunk.model().orElse(model);
    createdAt = chunk.createdAt().orElse(createdAt);
    usage = chunk.usage().orElse(usage);
    if (!chunk.extra().isEmpty()) {
      extra.putAll(chunk.extra());
    }
    List<ChatDelta> deltas = chunk.deltas();
    for (int i = 0; i < deltas.size(); i++) {
      add(deltas.get(i));
    }
  }

  private void add(ChatDelta delta) {
    Choice choice = choices.computeIfAbsent(delta.index(), index -> new Choice());
    choice.role = delta.role().orElse(choice.role);
    choice.content = append(choice.content, delta.content().orElse(null));
    choice.reasoning = append(choice.reasoning, delta.reasoning().orElse(null));
    for (ToolCallDelta fragment : delta.toolCalls()) {
      Call call = choice.calls.computeIfAbsent(fragment.index(), index -> new Call());
      call.id = call.id.isEmpty() ? fragment.id().orElse("") : call.id;
      call.name = call.name.isEmpty() ? fragment.name().orElse("") : call.name;
      call.arguments.append(fragment.arguments());
    }
    delta.logprobs().ifPresent(choice.logprobs::add);
    choice.seed = delta.seed().orElse(choice.seed);
    if (delta.finishReason().isPresent()) {
      choice.finishReason = delta.finishReason().get();
      // what engines add to the whole answer, such as a stop reason, is with its end
      choice.extra = delta.extra();
    }
  }

  private static @Nullable StringBuilder append(@Nullable StringBuilder to, @Nullable String text) {
    if (text == null) {
      return to;
    }
    return (to == null ? new StringBuilder() : to).append(text);
  }

  /** How many chunks came. */
  synchronized int chunks() {
    return chunks;
  }

  /** Whether there is an answer, and each has a reason for its end. */
  synchronized boolean isFinished() {
    return !choices.isEmpty()
        && choices.values().stream().allMatch(choice -> choice.finishReason != null);
  }

  /** What came so far. */
  synchronized ChatCompletion build() {
    return new ChatCompletion(
        id,
        Optional.ofNullable(model),
        Optional.ofNullable(createdAt),
        choices.entrySet().stream().map(e -> built(e.getKey(), e.getValue())).toList(),
        Optional.ofNullable(usage),
        Optional.ofNullable(requestId),
        extra);
  }

  private static ChatChoice built(int index, Choice choice) {
    ChatMessage.Builder message = ChatMessage.builder().role(choice.role);
    StringBuilder content = choice.content;
    if (content != null && (!content.isEmpty() || choice.calls.isEmpty())) {
      message.content(content.toString());
    }
    StringBuilder reasoning = choice.reasoning;
    if (reasoning != null && !reasoning.isEmpty()) {
      message.reasoning(reasoning.toString());
    }
    choice.calls.forEach(
        (position, call) ->
            message.addToolCalls(
                ToolCall.builder()
                    .index(position)
                    .id(call.id)
                    .name(call.name)
                    .arguments(call.arguments.toString())
                    .build()));
    return new ChatChoice(
        index,
        message.build(),
        Optional.ofNullable(choice.finishReason),
        choice.logprobs.isEmpty()
            ? Optional.empty()
            : Optional.of(Logprobs.joined(choice.logprobs)),
        Optional.ofNullable(choice.seed),
        choice.extra);
  }
}
