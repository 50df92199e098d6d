package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Said;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How many tokens were used. */
final class Usage {
  private Usage() {}

  static ObjectNode of(List<Said> said, int choices) {
    int prompt = said.stream().mapToInt(Said::promptTokens).sum();
    int completion = choices * said.stream().mapToInt(Said::completionTokens).sum();
    int reasoning = choices * said.stream().mapToInt(Said::reasoningTokens).sum();
    ObjectNode usage =
        Wire.object()
            .put("prompt_tokens", prompt)
            .put("completion_tokens", completion)
            .put("total_tokens", prompt + completion)
            .putNull("prompt_tokens_details")
            .putNull("completion_tokens_details");
    if (reasoning > 0) {
      usage.putObject("completion_tokens_details").put("reasoning_tokens", reasoning);
    }
    return usage;
  }

  /** Whether a stream ends with a chunk that tells it. */
  static boolean wanted(World world, JsonNode request) {
    boolean asked = request.path("stream_options").path("include_usage").asBoolean(false);
    return asked && world.switches.usage();
  }
}
