package dev.loraport.testkit.internal.fireworks.chat;

import dev.loraport.testkit.internal.engine.Payloads;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The wire form of text completions, one generation a prompt: whole, or chunk by chunk. */
final class CompletionAnswer {
  private static final String OBJECT = "text_completion";

  private final List<Generation> generations;

  CompletionAnswer(List<Generation> generations) {
    this.generations = generations;
  }

  ObjectNode whole() {
    Generation first = generations.get(0);
    ObjectNode body = first.head(OBJECT);
    ArrayNode choices = body.putArray("choices");
    for (Generation generation : generations) {
      for (int i = 0; i < generation.choices(); i++) {
        ObjectNode choice =
            choices
                .addObject()
                .put("index", choices.size() - 1)
                .put("text", String.join("", generation.tokens()))
                .put("finish_reason", generation.said().finishReason());
        generation.details(choice, generation.tokens(), 0);
      }
    }
    first.foot(body);
    sum(body.withObject("/usage"));
    return body;
  }

  List<String> chunks() {
    List<List<ObjectNode>> choices = new ArrayList<>();
    for (Generation generation : generations) {
      for (int i = 0; i < generation.choices(); i++) {
        choices.add(choice(generation, choices.size()));
      }
    }
    List<ObjectNode> chunks = Payloads.interleaved(choices);
    ObjectNode last = chunks.get(chunks.size() - 1);
    generations.get(0).foot(last);
    sum(last.withObject("/usage"));
    return Payloads.of(chunks);
  }

  private static List<ObjectNode> choice(Generation generation, int index) {
    List<ObjectNode> chunks = new ArrayList<>();
    int offset = 0;
    for (String piece : generation.tokens()) {
      ObjectNode chunk = chunk(generation, index, piece);
      generation.details(chunk.withObject("/choices/0"), List.of(piece), offset);
      offset += piece.length();
      chunks.add(chunk);
    }
    ObjectNode last = chunk(generation, index, "");
    last.withObject("/choices/0").put("finish_reason", generation.said().finishReason());
    chunks.add(last);
    return chunks;
  }

  private static ObjectNode chunk(Generation generation, int index, String text) {
    ObjectNode chunk = generation.head(OBJECT);
    chunk
        .putArray("choices")
        .addObject()
        .put("index", index)
        .put("text", text)
        .putNull("finish_reason");
    return chunk;
  }

  private void sum(ObjectNode usage) {
    int prompt = generations.stream().mapToInt(g -> g.said().promptTokens()).sum();
    int completion =
        generations.stream().mapToInt(g -> g.said().completionTokens() * g.choices()).sum();
    usage
        .put("prompt_tokens", prompt)
        .put("completion_tokens", completion)
        .put("total_tokens", prompt + completion);
  }
}
