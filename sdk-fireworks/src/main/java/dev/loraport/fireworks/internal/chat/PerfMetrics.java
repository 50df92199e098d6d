package dev.loraport.fireworks.internal.chat;

import dev.loraport.json.Json;
import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The measures of an answer: always in its headers, and in its body where {@code
 * perf_metrics_in_response} asks for them; a stream has them in its last chunk alone. Documented
 * with {@code fireworks-} before each name, seen without it too.
 */
final class PerfMetrics {
  /** The member of a request that asks for them. */
  static final String ASKED = "perf_metrics_in_response";

  private static final String MEMBER = "perf_metrics";
  private static final String PREFIX = "fireworks-";

  private static final Set<String> NAMES =
      Set.of(
          "prompt-tokens",
          "cached-prompt-tokens",
          "server-time-to-first-token",
          "server-processing-time",
          "speculation-prompt-tokens",
          "speculation-prompt-matched-tokens",
          "speculation-generated-tokens",
          "speculation-acceptance",
          "backend-host",
          "num-concurrent-requests",
          "deployment",
          "tokenizer-queue-duration",
          "tokenizer-duration",
          "prefill-queue-duration",
          "prefill-duration",
          "generation-queue-duration",
          "generation-duration");

  private static final String NO_METRIC = "sampling-options";

  private PerfMetrics() {}

  static Map<String, Json> of(HttpHeaders headers) {
    Map<String, Json> found = new LinkedHashMap<>();
    headers.map().forEach((header, values) -> add(header, values, found));
    return found.isEmpty() ? Map.of() : Map.of(MEMBER, Json.object(found));
  }

  private static void add(String header, List<String> values, Map<String, Json> into) {
    String lower = header.toLowerCase(Locale.ROOT);
    boolean prefixed = lower.startsWith(PREFIX);
    String name = prefixed ? lower.substring(PREFIX.length()) : lower;
    boolean metric = prefixed ? !name.equals(NO_METRIC) : NAMES.contains(name);
    if (metric && !values.isEmpty()) {
      into.put(name, Json.of(values.get(0)));
    }
  }
}
