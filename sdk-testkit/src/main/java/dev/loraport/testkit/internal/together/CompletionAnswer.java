package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Said;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.engine.Words;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The wire form of one text completion: whole, or chunk by chunk. */
final class CompletionAnswer {
  private final String id;
  private final long created;
  private final String model;
  private final Said said;
  private final BigInteger seed;

  CompletionAnswer(World world, String model, Said said) {
    this.id = world.errors.requestId();
    this.created = world.clock.now().getEpochSecond();
    this.model = model;
    this.said = said;
    this.seed = world.ids.beyondSigned64();
  }

  ObjectNode whole() {
    ObjectNode body = head("text.completion");
    body.putArray("prompt");
    body.putArray("choices")
        .addObject()
        .put("index", 0)
        .put("text", said.reply().text())
        .put("finish_reason", said.finishReason())
        .put("seed", seed)
        .putNull("logprobs");
    return body.set("usage", usage());
  }

  List<String> chunks() {
    List<String> chunks = new ArrayList<>();
    for (String piece : said.reply().chunks()) {
      ObjectNode chunk = piece(piece).putNull("finish_reason").putNull("usage");
      chunks.add(Wire.text(chunk));
    }
    ObjectNode last = piece("").put("finish_reason", said.finishReason()).put("seed", seed);
    last.set("usage", usage());
    chunks.add(Wire.text(last));
    chunks.add("[DONE]");
    return chunks;
  }

  private ObjectNode piece(String text) {
    ObjectNode chunk = head("completion.chunk");
    chunk
        .putObject("token")
        .put("id", Words.token(text))
        .put("text", text)
        .put("logprob", 0)
        .put("special", text.isEmpty());
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0).put("text", text);
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
    int completion = said.completionTokens();
    return Wire.object()
        .put("prompt_tokens", said.promptTokens())
        .put("completion_tokens", completion)
        .put("total_tokens", said.promptTokens() + completion);
  }
}
