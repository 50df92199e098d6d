package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Payloads;
import dev.loraport.testkit.internal.engine.Said;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.engine.Words;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The wire form of one text completion: whole, or chunk by chunk. */
final class CompletionAnswer implements Chat.Sent {
  private final String id;
  private final long created;
  private final String model;
  private final String prompt;
  private final Said said;
  private final Asked asked;

  CompletionAnswer(World world, ObjectNode request, Said said) {
    this.id = world.errors.requestId();
    this.created = world.clock.now().getEpochSecond();
    this.model = request.path("model").asString();
    this.prompt = request.path("prompt").asString();
    this.said = said;
    this.asked = Asked.of(world, request);
  }

  @Override
  public ObjectNode whole() {
    ObjectNode body = head("text.completion");
    asked.putPrompt(body, prompt);
    ArrayNode choices = body.putArray("choices");
    for (int i = 0; i < asked.choices(); i++) {
      ObjectNode choice =
          choices
              .addObject()
              .put("index", i)
              .put("text", said.reply().text())
              .put("finish_reason", said.finishReason())
              .put("seed", asked.seed());
      asked.putLogprobs(choice, said.reply().chunks());
    }
    return body.set("usage", usage());
  }

  /** The chunks have no place for an echo. */
  @Override
  public List<String> chunks() {
    List<List<ObjectNode>> choices = new ArrayList<>();
    for (int i = 0; i < asked.choices(); i++) {
      choices.add(choice(i));
    }
    List<ObjectNode> chunks = Payloads.interleaved(choices);
    chunks.get(chunks.size() - 1).set("usage", usage());
    return Payloads.of(chunks);
  }

  private List<ObjectNode> choice(int index) {
    List<ObjectNode> chunks = new ArrayList<>();
    for (String piece : said.reply().chunks()) {
      chunks.add(piece(index, piece).putNull("finish_reason").putNull("usage"));
    }
    chunks.add(
        piece(index, "")
            .put("finish_reason", said.finishReason())
            .put("seed", asked.seed())
            .putNull("usage"));
    return chunks;
  }

  private ObjectNode piece(int index, String text) {
    ObjectNode chunk = head("completion.chunk");
    chunk
        .putObject("token")
        .put("id", Words.token(text))
        .put("text", text)
        .put("logprob", asked.logprobs() && !text.isEmpty() ? Asked.LOGPROB : 0)
        .put("special", text.isEmpty());
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", index).put("text", text);
    choice.putObject("delta").put("role", "assistant").put("content", text);
    return chunk;
  }

  private ObjectNode head(String object) {
    return Wire.object()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  private ObjectNode usage() {
    int completion = said.completionTokens() * asked.choices();
    return Wire.object()
        .put("prompt_tokens", said.promptTokens())
        .put("completion_tokens", completion)
        .put("total_tokens", said.promptTokens() + completion);
  }
}
