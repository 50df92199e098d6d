package dev.loraport.testkit.contract;

import dev.loraport.json.Json;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small files in the forms that most providers share. */
final class ContractData {
  private ContractData() {}

  static String chat(int examples) {
    return lines(
        examples,
        i ->
            Json.object()
                .put(
                    "messages",
                    Json.array(
                        List.of(
                            message("user", "What is the number after " + i + "?"),
                            message("assistant", "It is " + (i + 1) + "."))))
                .build());
  }

  static String batch(String model, int requests) {
    return lines(
        requests,
        i ->
            Json.object()
                .put("custom_id", "request-" + i)
                .put("method", "POST")
                .put("url", "/v1/chat/completions")
                .put(
                    "body",
                    Json.object()
                        .put("model", model)
                        .put("messages", Json.array(List.of(message("user", "Count to " + i))))
                        .put("max_tokens", 16)
                        .build())
                .build());
  }

  private static Json message(String role, String text) {
    return Json.object().put("role", role).put("content", text).build();
  }

  private static String lines(int count, IntFunction<Json> line) {
    return IntStream.range(0, count)
        .mapToObj(i -> line.apply(i) + "\n")
        .collect(Collectors.joining());
  }
}
