package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Payloads;
import dev.loraport.testkit.internal.engine.Said;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.engine.Words;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The wire form of text completions, several for each prompt: whole, or chunk by chunk. */
final class CompletionAnswer {
  private final World world;
  private final ObjectNode request;
  private final List<String> prompts;
  private final List<Said> said;
  private final String id;
  private final long created;

  CompletionAnswer(World world, ObjectNode request, List<String> prompts, List<Said> said) {
    this.world = world;
    this.request = request;
    this.prompts = prompts;
    this.said = said;
    this.id = "cmpl-" + world.ids.hex(32);
    this.created = world.now();
  }

  private int choices() {
    return request.path("n").asInt(1);
  }

  private List<String> tokens(int prompt) {
    List<String> tokens = new ArrayList<>();
    if (request.path("echo").asBoolean(false)) {
      tokens.addAll(Words.of(prompts.get(prompt)));
    }
    tokens.addAll(said.get(prompt).reply().chunks());
    return tokens;
  }

  ObjectNode whole() {
    ObjectNode body = head();
    ArrayNode list = body.putArray("choices");
    for (int i = 0; i < said.size() * choices(); i++) {
      int prompt = i / choices();
      List<String> tokens = tokens(prompt);
      ObjectNode choice = list.addObject().put("index", i).put("text", String.join("", tokens));
      choice.set("logprobs", Logprobs.completion(request, tokens));
      choice.put("finish_reason", said.get(prompt).finishReason()).putNull("stop_reason");
    }
    if (world.switches.usage()) {
      body.set("usage", Usage.of(said, choices()));
    }
    return body;
  }

  List<String> chunks() {
    List<List<ObjectNode>> choices = new ArrayList<>();
    for (int i = 0; i < said.size() * choices(); i++) {
      choices.add(choice(i));
    }
    List<ObjectNode> chunks = Payloads.interleaved(choices);
    if (Usage.wanted(world, request)) {
      ObjectNode last = head();
      last.putArray("choices");
      last.set("usage", Usage.of(said, choices()));
      chunks.add(last);
    }
    return Payloads.of(chunks);
  }

  private List<ObjectNode> choice(int index) {
    List<ObjectNode> chunks = new ArrayList<>();
    int prompt = index / choices();
    for (String piece : tokens(prompt)) {
      ObjectNode chunk = chunk(index, piece);
      chunk.withObject("/choices/0").set("logprobs", Logprobs.completion(request, List.of(piece)));
      chunks.add(chunk);
    }
    ObjectNode last = chunk(index, "");
    last.withObject("/choices/0").put("finish_reason", said.get(prompt).finishReason());
    chunks.add(last);
    return chunks;
  }

  private ObjectNode head() {
    return Wire.object()
        .put("id", id)
        .put("object", "text_completion")
        .put("created", created)
        .set("model", request.path("model"));
  }

  private ObjectNode chunk(int index, String text) {
    ObjectNode chunk = head();
    chunk
        .putArray("choices")
        .addObject()
        .put("index", index)
        .put("text", text)
        .putNull("logprobs")
        .putNull("finish_reason");
    return chunk;
  }
}
