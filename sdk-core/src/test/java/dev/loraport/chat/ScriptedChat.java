package dev.loraport.chat;

import dev.loraport.RequestOptions;
import dev.loraport.json.Json;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A chat whose answers are scripted, for tests of what asks it. */
abstract class ScriptedChat {
  /** Answers, or what fails in their place. */
  final Deque<Object> script = new ArrayDeque<>();

  final List<ChatRequest> requests = new ArrayList<>();
  final List<RequestOptions> options = new ArrayList<>();
  RequestOptions defaults = RequestOptions.none();
  final ChatRequest question = ChatRequest.of("m", "Weather?");

  void asks(String arguments) {
    ToolCall call = ToolCall.builder().id("1").name("weather").arguments(arguments).build();
    script.add(
        answer(
            ChatMessage.builder().role(Role.ASSISTANT).addToolCalls(call).build(),
            FinishReason.TOOL_CALLS));
  }

  void asks(String first, String second) {
    script.add(answer(calls(first, second), FinishReason.TOOL_CALLS));
  }

  static ChatMessage calls(String... names) {
    ChatMessage.Builder all = ChatMessage.builder().role(Role.ASSISTANT);
    for (String name : names) {
      all.addToolCalls(ToolCall.builder().id(name).name(name).arguments("{}").build());
    }
    return all.build();
  }

  void says(String text) {
    script.add(answer(ChatMessage.assistant(text), FinishReason.STOP));
  }

  /** A service whose answers are those of the script. */
  ChatService chat() {
    requests.clear();
    return service(ChatService.class, service(ChatService.Async.class, null));
  }

  private <T> T service(Class<T> type, ChatService.@Nullable Async async) {
    return type.cast(
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, given) -> {
              if (method.getName().equals("async")) {
                return async;
              }
              if (method.getName().equals("defaults")) {
                return defaults;
              }
              requests.add((ChatRequest) given[0]);
              options.add((RequestOptions) given[1]);
              Object next = script.remove();
              if (next instanceof RuntimeException failure) {
                if (async != null) {
                  throw failure;
                }
                return CompletableFuture.failedFuture(failure);
              }
              if (next instanceof ChatCompletion answer) {
                next = numbered(answer, "r" + requests.size());
              }
              return async != null || next instanceof CompletableFuture<?>
                  ? next
                  : CompletableFuture.completedFuture(next);
            }));
  }

  private static ChatCompletion numbered(ChatCompletion answer, String requestId) {
    return new ChatCompletion(
        answer.id(),
        answer.model(),
        answer.createdAt(),
        answer.choices(),
        answer.usage(),
        Optional.of(requestId),
        answer.extra());
  }

  static ChatCompletion answer(ChatMessage message, FinishReason reason) {
    ChatChoice choice =
        new ChatChoice(
            0, message, Optional.of(reason), Optional.empty(), Optional.empty(), Map.of());
    Usage usage =
        new Usage(
            1, 1, 2, OptionalLong.empty(), OptionalLong.of(1), Map.of("more", Json.of("dropped")));
    return new ChatCompletion(
        "id",
        Optional.empty(),
        Optional.empty(),
        List.of(choice),
        Optional.of(usage),
        Optional.empty(),
        Map.of());
  }
}
