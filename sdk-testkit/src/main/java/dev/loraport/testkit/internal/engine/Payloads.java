package dev.loraport.testkit.internal.engine;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The events of a stream of chunks. */
public final class Payloads {
  private Payloads() {}

  /** The chunks of several choices in turns: the first of each, the second of each that has one. */
  public static List<ObjectNode> interleaved(List<List<ObjectNode>> choices) {
    List<ObjectNode> chunks = new ArrayList<>();
    int longest = choices.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (List<ObjectNode> choice : choices) {
        if (i < choice.size()) {
          chunks.add(choice.get(i));
        }
      }
    }
    return chunks;
  }

  /** What is behind {@code data:}, with the end mark. */
  public static List<String> of(List<ObjectNode> chunks) {
    List<String> payloads = new ArrayList<>();
    chunks.forEach(chunk -> payloads.add(Wire.text(chunk)));
    payloads.add("[DONE]");
    return payloads;
  }
}
