package dev.loraport.testkit.internal.fireworks.chat;

import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.Payloads;
import dev.loraport.testkit.internal.engine.Words;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The wire form of one chat answer: whole, or chunk by chunk. */
final class ChatAnswer {
  private final Generation generation;
  private final List<String> callIds;

  /** A chat answer with an id for each of its tool calls. */
  ChatAnswer(Generation generation, List<String> callIds) {
    this.generation = generation;
    this.callIds = callIds;
  }

  private List<ChatRules.Tool> tools() {
    return generation.said().reply().tools();
  }

  ObjectNode whole() {
    ObjectNode body = generation.head("chat.completion");
    ArrayNode choices = body.putArray("choices");
    for (int i = 0; i < generation.choices(); i++) {
      ObjectNode choice = choices.addObject().put("index", i);
      ObjectNode message = choice.putObject("message").put("role", "assistant");
      String reasoning = generation.said().reply().reasoning();
      if (!reasoning.isEmpty()) {
        message.put("reasoning_content", reasoning);
      }
      if (generation.said().reply().hasContent()) {
        message.put("content", String.join("", generation.tokens()));
      }
      if (!tools().isEmpty()) {
        ArrayNode calls = message.putArray("tool_calls");
        for (int j = 0; j < tools().size(); j++) {
          function(call(calls, j), tools().get(j).name(), tools().get(j).arguments());
        }
      }
      choice.put("finish_reason", generation.said().finishReason());
      generation.details(choice, generation.tokens(), 0);
    }
    generation.foot(body);
    return body;
  }

  /** The payloads of a stream: usage comes with the last finish reason, then {@code [DONE]}. */
  List<String> chunks() {
    List<List<ObjectNode>> choices = new ArrayList<>();
    for (int i = 0; i < generation.choices(); i++) {
      choices.add(choice(i));
    }
    List<ObjectNode> chunks = Payloads.interleaved(choices);
    generation.foot(chunks.get(chunks.size() - 1));
    return Payloads.of(chunks);
  }

  private List<ObjectNode> choice(int index) {
    List<ObjectNode> chunks = new ArrayList<>();
    ObjectNode role = chunk(index);
    delta(role).put("role", "assistant");
    chunks.add(role);
    for (String piece : Words.of(generation.said().reply().reasoning())) {
      ObjectNode chunk = chunk(index);
      delta(chunk).put("reasoning_content", piece);
      chunks.add(chunk);
    }
    if (generation.said().reply().hasContent()) {
      int offset = 0;
      for (String piece : generation.tokens()) {
        ObjectNode chunk = chunk(index);
        delta(chunk).put("content", piece);
        generation.details(choiceOf(chunk), List.of(piece), offset);
        offset += piece.length();
        chunks.add(chunk);
      }
    }
    toolChunks(chunks, index);
    ObjectNode last = chunk(index);
    choiceOf(last).put("finish_reason", generation.said().finishReason());
    chunks.add(last);
    return chunks;
  }

  /** The name with the first half of the arguments, then the rest. */
  private void toolChunks(List<ObjectNode> chunks, int index) {
    for (int j = 0; j < tools().size(); j++) {
      ChatRules.Tool tool = tools().get(j);
      int half = tool.arguments().length() / 2;
      ObjectNode first = chunk(index);
      ArrayNode calls = delta(first).putArray("tool_calls");
      function(call(calls, j).put("index", j), tool.name(), tool.arguments().substring(0, half));
      chunks.add(first);
      ObjectNode second = chunk(index);
      ObjectNode rest = delta(second).putArray("tool_calls").addObject().put("index", j);
      rest.putObject("function").put("arguments", tool.arguments().substring(half));
      chunks.add(second);
    }
  }

  private ObjectNode call(ArrayNode calls, int index) {
    return calls.addObject().put("id", callIds.get(index)).put("type", "function");
  }

  private static void function(ObjectNode call, String name, String arguments) {
    call.putObject("function").put("name", name).put("arguments", arguments);
  }

  private ObjectNode chunk(int index) {
    ObjectNode chunk = generation.head("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
    choice.putObject("delta");
    choice.putNull("finish_reason");
    return chunk;
  }

  private static ObjectNode choiceOf(ObjectNode chunk) {
    return chunk.withObject("/choices/0");
  }

  private static ObjectNode delta(ObjectNode chunk) {
    return chunk.withObject("/choices/0/delta");
  }
}
