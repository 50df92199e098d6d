package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.NebiusSwitches.Reasoning;
import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.Payloads;
import dev.loraport.testkit.internal.engine.Said;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.engine.Words;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The wire form of one chat answer: whole, or chunk by chunk. */
final class ChatAnswer {
  private final World world;
  private final ObjectNode request;
  private final Said said;
  private final Reasoning place;
  private final String id;
  private final long created;
  private final List<String> callIds = new ArrayList<>();

  ChatAnswer(World world, ObjectNode request, Said said, Reasoning place) {
    this.world = world;
    this.request = request;
    this.said = said;
    this.place = place;
    this.id = "chatcmpl-" + world.ids.hex(32);
    this.created = world.now();
    tools().forEach(tool -> callIds.add("chatcmpl-tool-" + world.ids.hex(32)));
  }

  private List<ChatRules.Tool> tools() {
    return said.reply().tools();
  }

  private String reasoning() {
    return said.reply().reasoning();
  }

  private int choices() {
    return request.path("n").asInt(1);
  }

  /** The pieces of the content, with the reasoning before them where it stands there. */
  private List<String> content() {
    List<String> pieces = new ArrayList<>();
    if (place == Reasoning.THINK_TAGS && !reasoning().isEmpty()) {
      pieces.add("<think>\n");
      pieces.addAll(Words.of(reasoning()));
      pieces.add("\n</think>\n\n");
    }
    pieces.addAll(said.reply().chunks());
    return pieces;
  }

  private void think(ObjectNode target, String text) {
    if (place == Reasoning.REASONING_CONTENT || place == Reasoning.BOTH) {
      target.put("reasoning_content", text);
    }
    if (place == Reasoning.REASONING || place == Reasoning.BOTH) {
      target.put("reasoning", text);
    }
  }

  ObjectNode whole() {
    ObjectNode body = head("chat.completion");
    ArrayNode list = body.putArray("choices");
    for (int i = 0; i < choices(); i++) {
      ObjectNode choice = list.addObject().put("index", i);
      choice.put("finish_reason", said.finishReason());
      message(choice.putObject("message"));
      choice.set("logprobs", Logprobs.chat(request, said.reply().chunks()));
      choice.putNull("stop_reason");
    }
    if (world.switches.usage()) {
      body.set("usage", Usage.of(List.of(said), choices()));
    }
    body.put("service_tier", world.switches.overLimit() ? "over-limit" : null);
    return body.putNull("system_fingerprint").putNull("prompt_logprobs");
  }

  private void message(ObjectNode message) {
    message.put("role", "assistant");
    message.put("content", said.reply().hasContent() ? String.join("", content()) : null);
    for (String absent : new String[] {"refusal", "annotations", "audio", "function_call"}) {
      message.putNull(absent);
    }
    if (!said.reply().refusal().isEmpty()) {
      message.put("refusal", said.reply().refusal());
    }
    ArrayNode calls = message.putArray("tool_calls");
    for (int i = 0; i < tools().size(); i++) {
      ChatRules.Tool tool = tools().get(i);
      function(call(calls, i), tool.name(), tool.arguments());
    }
    message.putNull("reasoning_content");
    if (!reasoning().isEmpty()) {
      think(message, reasoning());
    }
  }

  /** The payloads of a stream. */
  List<String> chunks() {
    List<List<ObjectNode>> choices = new ArrayList<>();
    for (int i = 0; i < choices(); i++) {
      choices.add(choice(i));
    }
    List<ObjectNode> chunks = Payloads.interleaved(choices);
    if (Usage.wanted(world, request)) {
      ObjectNode last = head("chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", Usage.of(List.of(said), choices()));
      chunks.add(last);
    }
    return Payloads.of(chunks);
  }

  private List<ObjectNode> choice(int index) {
    List<ObjectNode> chunks = new ArrayList<>();
    ObjectNode first = chunk(index);
    delta(first).put("role", "assistant").put("content", "");
    chunks.add(first);
    if (place != Reasoning.THINK_TAGS) {
      for (String piece : Words.of(reasoning())) {
        ObjectNode chunk = chunk(index);
        think(delta(chunk), piece);
        chunks.add(chunk);
      }
    }
    for (String piece : Words.of(said.reply().refusal())) {
      ObjectNode chunk = chunk(index);
      delta(chunk).put("refusal", piece);
      chunks.add(chunk);
    }
    if (said.reply().hasContent()) {
      for (String piece : content()) {
        ObjectNode chunk = chunk(index);
        delta(chunk).put("content", piece);
        choiceOf(chunk).set("logprobs", Logprobs.chat(request, List.of(piece)));
        chunks.add(chunk);
      }
    }
    toolChunks(chunks, index);
    ObjectNode last = chunk(index);
    choiceOf(last).put("finish_reason", said.finishReason()).putNull("stop_reason");
    chunks.add(last);
    return chunks;
  }

  /** The name with the first half of the arguments, then the rest. */
  private void toolChunks(List<ObjectNode> chunks, int index) {
    for (int i = 0; i < tools().size(); i++) {
      ChatRules.Tool tool = tools().get(i);
      int half = tool.arguments().length() / 2;
      ObjectNode first = chunk(index);
      ArrayNode calls = delta(first).putArray("tool_calls");
      function(call(calls, i).put("index", i), tool.name(), tool.arguments().substring(0, half));
      chunks.add(first);
      ObjectNode second = chunk(index);
      ObjectNode rest = delta(second).putArray("tool_calls").addObject().put("index", i);
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

  private ObjectNode head(String object) {
    return Wire.object()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .set("model", request.path("model"));
  }

  private ObjectNode chunk(int index) {
    ObjectNode chunk = head("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
    choice.putObject("delta");
    choice.putNull("logprobs").putNull("finish_reason");
    return chunk;
  }

  private static ObjectNode choiceOf(ObjectNode chunk) {
    return chunk.withObject("/choices/0");
  }

  private static ObjectNode delta(ObjectNode chunk) {
    return chunk.withObject("/choices/0/delta");
  }
}
