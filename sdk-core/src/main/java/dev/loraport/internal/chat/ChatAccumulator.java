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
import dev.loraport.json.OpenEnum;
import java.math.BigInteger;
import java.time.Instant;
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
public final class ChatAccumulator {
  /** The longest answer in characters, with about as many for all else as it takes memory. */
  public static final int LIMIT = AnswerReader.LIMIT;

  private static final int ENTRY_SIZE = 512;
  private static final int ID_SIZE = 64;
  private static final String TOKEN = "token";
  private static final String TOKEN_ID = "token_id";
  private static final String TOKEN_IDS = "token_ids";
  private static final String LOGPROBS = "logprobs";
  private static final String TOP_LOGPROBS = "top_logprobs";

  private final int limit;
  private final Map<String, Json> ofHeaders;
  private final Map<Integer, Choice> choices = new TreeMap<>();
  private final JoinedMembers extra = new JoinedMembers();
  private Optional<String> requestId;
  private String id = "";
  private @Nullable String model;
  private @Nullable Instant createdAt;
  private @Nullable Usage usage;
  private int chunks;
  private long size;

  /**
   * Begins with nothing.
   *
   * @param requestId the id of the request; absent if the provider sent none, or chunks tell it
   * @param ofHeaders what the headers add to the answer; a member of a chunk wins over one of them
   * @param limit the longest answer
   */
  public ChatAccumulator(@Nullable String requestId, Map<String, Json> ofHeaders, int limit) {
    this.requestId = Optional.ofNullable(requestId);
    this.ofHeaders = ofHeaders;
    this.limit = limit;
  }

  private static final class Choice {
    private Role role = Role.ASSISTANT;
    private @Nullable StringBuilder content;
    private @Nullable StringBuilder reasoning;
    private final Map<Integer, Call> calls = new TreeMap<>();
    private @Nullable FinishReason finishReason;
    private @Nullable BigInteger seed;
    private final JoinedMembers logprobs = new JoinedMembers();
    private final TokenPieces tokens = new TokenPieces();
    private final JoinedMembers messageExtra = new JoinedMembers();
    private final JoinedMembers extra = new JoinedMembers();
  }

  private static final class Call {
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
    private final JoinedMembers extra = new JoinedMembers();
  }

  /**
   * Adds a chunk.
   *
   * @throws IllegalStateException if the answer is longer than the limit with it
   */
  public synchronized void add(ChatChunk chunk) {
    chunks++;
    requestId = requestId.isPresent() ? requestId : chunk.requestId();
    id = chunk.id().isEmpty() ? id : chunk.id();
    model = chunk.model().orElse(model);
    createdAt = chunk.createdAt().orElse(createdAt);
    usage = chunk.usage().orElse(usage);
    List<ChatDelta> deltas = chunk.deltas();
    // of text completions, which say it beside the one choice that it belongs to
    Json token =
        deltas.size() == 1 ? chunk.extra().getOrDefault(TOKEN, Json.missing()) : Json.missing();
    merge(extra, chunk.extra(), token.isAbsent() ? "" : TOKEN);
    for (int i = 0; i < deltas.size(); i++) {
      add(deltas.get(i), token);
    }
    if (size > limit) {
      throw new IllegalStateException(
          "the answer is longer than the limit of " + limit + " characters");
    }
  }

  private void merge(JoinedMembers to, Map<String, Json> members, String but) {
    if (members.isEmpty()) {
      return;
    }
    members.forEach(
        (name, value) -> {
          if (!name.equals(but)) {
            size += to.add(name, value);
          }
        });
  }

  private void add(ChatDelta delta, Json token) {
    // without the lambda of computeIfAbsent, which would be an object for each chunk
    Choice known = choices.get(delta.index());
    Choice choice = known == null ? choice(delta.index()) : known;
    Role role = delta.role().orElse(choice.role);
    count(choice.role, role);
    choice.role = role;
    choice.content = append(choice.content, delta.content().orElse(null));
    choice.reasoning = append(choice.reasoning, delta.reasoning().orElse(null));
    for (ToolCallDelta fragment : delta.toolCalls()) {
      Call call = choice.calls.computeIfAbsent(fragment.index(), this::call);
      call.id = call.id.isEmpty() ? fragment.id().orElse("") : call.id;
      call.name = call.name.isEmpty() ? fragment.name().orElse("") : call.name;
      call.arguments.append(fragment.arguments());
      // each, because what tells the fragments of calls apart remembers each
      size += fragment.id().map(text -> text.length() + ID_SIZE).orElse(0);
      size += fragment.name().map(String::length).orElse(0);
      size += fragment.arguments().length();
      merge(call.extra, fragment.extra(), "");
    }
    FinishReason reason = delta.finishReason().orElse(choice.finishReason);
    count(choice.finishReason, reason);
    choice.finishReason = reason;
    choice.seed = delta.seed().orElse(choice.seed);
    Json logprobs = delta.logprobs().orElse(Json.missing());
    Json top = delta.extra().getOrDefault(TOP_LOGPROBS, Json.missing());
    size +=
        choice.tokens.add(
            delta,
            delta.messageExtra().getOrDefault(TOKEN_ID, token.get("id")),
            logprobs.kind() == Json.Kind.NUMBER ? logprobs : token.get("logprob"),
            top);
    merge(choice.messageExtra, delta.messageExtra(), TOKEN_ID);
    merge(choice.extra, delta.extra(), top.kind() == Json.Kind.OBJECT ? TOP_LOGPROBS : "");
    if (!logprobs.isAbsent() && logprobs.kind() != Json.Kind.NUMBER) {
      size += choice.logprobs.add(LOGPROBS, logprobs);
    }
  }

  private Choice choice(int index) {
    size += ENTRY_SIZE;
    Choice choice = new Choice();
    choices.put(index, choice);
    return choice;
  }

  private Call call(int index) {
    size += ENTRY_SIZE;
    return new Call();
  }

  /** A text counts unless it is told again. */
  private void count(@Nullable OpenEnum before, @Nullable OpenEnum now) {
    if (now != null && !now.equals(before)) {
      size += now.value().length();
    }
  }

  private @Nullable StringBuilder append(@Nullable StringBuilder to, @Nullable String text) {
    if (text == null) {
      return to;
    }
    size += text.length();
    return (to == null ? new StringBuilder() : to).append(text);
  }

  /** How many chunks came. */
  synchronized int chunks() {
    return chunks;
  }

  /** Whether nothing came that a call could be for. */
  synchronized boolean isEmpty() {
    return choices.isEmpty() && usage == null;
  }

  /** Whether there are so many answers at least, and each has a reason for its end. */
  synchronized boolean hasFinished(int answers) {
    return choices.size() >= answers
        && choices.values().stream().allMatch(choice -> choice.finishReason != null);
  }

  /** What came so far. */
  public synchronized ChatCompletion build() {
    Map<String, Json> all = new LinkedHashMap<>(ofHeaders);
    all.putAll(extra.joined());
    return new ChatCompletion(
        id,
        Optional.ofNullable(model),
        Optional.ofNullable(createdAt),
        choices.entrySet().stream().map(e -> built(e.getKey(), e.getValue())).toList(),
        Optional.ofNullable(usage),
        requestId,
        all);
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
                    .extra(call.extra.joined())
                    .build()));
    message.extra(choice.messageExtra.joined());
    TokenPieces tokens = choice.tokens;
    Optional<Json> logprobs = Optional.ofNullable(choice.logprobs.joined().get(LOGPROBS));
    if (logprobs.isEmpty() && tokens.hasLogprobs()) {
      logprobs = Optional.of(tokens.logprobs());
    }
    Map<String, Json> extra = choice.extra.joined();
    if (!tokens.ids().isEmpty() && !tokens.hasLogprobs()) {
      extra.putIfAbsent(TOKEN_IDS, Json.array(tokens.ids()));
    }
    return new ChatChoice(
        index,
        message.build(),
        Optional.ofNullable(choice.finishReason),
        logprobs,
        Optional.ofNullable(choice.seed),
        extra);
  }
}
