package dev.loraport.testkit.internal.together;

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
final class ChatAnswer implements Chat.Sent {
  private static final int END_TOKEN = 128009;

  private final String id;
  private final long created;
  private final String model;
  private final Said said;
  private final Asked asked;
  private final List<String> callIds = new ArrayList<>();

  ChatAnswer(World world, ObjectNode request, Said said) {
    this.id = world.errors.requestId();
    this.created = world.clock.now().getEpochSecond();
    this.model = request.path("model").asString();
    this.said = said;
    this.asked = Asked.of(world, request);
    said.reply().tools().forEach(tool -> callIds.add("call_" + world.ids.alphanumeric(24)));
  }

  @Override
  public ObjectNode whole() {
    ObjectNode body =
        Wire.object()
            .put("id", id)
            .put("object", "chat.completion")
            .put("created", created)
            .put("model", model);
    asked.putPrompt(body, Wire.text(asked.request().path("messages")));
    ArrayNode choices = body.putArray("choices");
    for (int i = 0; i < asked.choices(); i++) {
      choice(choices.addObject().put("index", i));
    }
    body.set("usage", usage());
    return body;
  }

  private void choice(ObjectNode choice) {
    choice.put("finish_reason", said.finishReason()).put("seed", asked.seed());
    asked.putLogprobs(choice, said.reply().chunks());
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    List<ChatRules.Tool> tools = said.reply().tools();
    if (said.reply().hasContent()) {
      message.put("content", said.reply().text());
    } else {
      message.putNull("content");
    }
    if (!said.reply().reasoning().isEmpty()) {
      message.put("reasoning", said.reply().reasoning());
    }
    ArrayNode calls = message.putArray("tool_calls");
    for (int i = 0; i < tools.size(); i++) {
      ObjectNode call = calls.addObject().put("index", i).put("id", callIds.get(i));
      call.put("type", "function")
          .putObject("function")
          .put("name", tools.get(i).name())
          .put("arguments", tools.get(i).arguments());
    }
  }

  /** Flat but for models that reason, which tell the details in objects. */
  private ObjectNode usage() {
    int completion = said.completionTokens() * asked.choices();
    ObjectNode usage =
        Wire.object()
            .put("prompt_tokens", said.promptTokens())
            .put("completion_tokens", completion)
            .put("total_tokens", said.promptTokens() + completion);
    if (said.reasoningTokens() == 0) {
      return usage.put("cached_tokens", 0);
    }
    usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
    usage
        .putObject("completion_tokens_details")
        .put("reasoning_tokens", said.reasoningTokens() * asked.choices());
    return usage;
  }

  @Override
  public List<String> chunks() {
    List<List<ObjectNode>> answers = new ArrayList<>();
    for (int i = 0; i < asked.choices(); i++) {
      answers.add(chunks(i));
    }
    List<ObjectNode> chunks = Payloads.interleaved(answers);
    chunks.get(chunks.size() - 1).set("usage", usage());
    return Payloads.of(chunks);
  }

  private List<ObjectNode> chunks(int answer) {
    List<ObjectNode> chunks = new ArrayList<>();
    for (String piece : Words.of(said.reply().reasoning())) {
      ObjectNode choice = textChoice(answer, "");
      choice.withObject("/delta").put("reasoning", piece);
      chunks.add(chunk(choice));
    }
    textChunks(chunks, answer);
    if (said.reply().tools().isEmpty()) {
      chunks.add(chunk(end(answer)));
    } else {
      toolChunks(chunks, answer);
    }
    return chunks;
  }

  private void textChunks(List<ObjectNode> chunks, int answer) {
    for (String piece : said.reply().chunks()) {
      ObjectNode choice = textChoice(answer, piece);
      if (asked.logprobs()) {
        choice.put("logprobs", Asked.LOGPROB); // one number in a chunk, lists in a whole answer
      }
      chunks.add(chunk(choice));
    }
  }

  private ObjectNode end(int answer) {
    ObjectNode last = textChoice(answer, "");
    last.put("finish_reason", said.finishReason()).put("seed", asked.seed());
    last.withObject("/delta").put("token_id", END_TOKEN);
    return last;
  }

  /** The finish reason comes twice: with the last fragment, then with usage and seed. */
  private void toolChunks(List<ObjectNode> chunks, int answer) {
    List<ChatRules.Tool> tools = said.reply().tools();
    for (int i = 0; i < tools.size(); i++) {
      ChatRules.Tool tool = tools.get(i);
      ObjectNode first = toolChoice(answer);
      fragment(first, i)
          .put("id", callIds.get(i))
          .put("type", "function")
          .putObject("function")
          .put("name", tool.name())
          .put("arguments", "");
      chunks.add(chunk(first));
      int half = tool.arguments().length() / 2;
      ObjectNode second = toolChoice(answer);
      fragment(second, i)
          .putObject("function")
          .put("arguments", tool.arguments().substring(0, half));
      chunks.add(chunk(second));
      ObjectNode third = toolChoice(answer);
      fragment(third, i).putObject("function").put("arguments", tool.arguments().substring(half));
      if (i == tools.size() - 1) {
        third.put("finish_reason", said.finishReason());
      }
      chunks.add(chunk(third));
    }
    ObjectNode last =
        toolChoice(answer).put("finish_reason", said.finishReason()).put("seed", asked.seed());
    chunks.add(chunk(last));
  }

  private static ObjectNode toolChoice(int answer) {
    ObjectNode choice = Wire.object().put("index", answer).putNull("finish_reason");
    choice.putObject("delta").put("role", "assistant").put("content", "");
    return choice;
  }

  private static ObjectNode fragment(ObjectNode choice, int index) {
    ObjectNode delta = choice.withObject("/delta");
    return delta.putArray("tool_calls").addObject().put("index", index);
  }

  private static ObjectNode textChoice(int answer, String piece) {
    ObjectNode choice =
        Wire.object()
            .put("index", answer)
            .put("role", "assistant")
            .put("text", piece)
            .putNull("logprobs")
            .putNull("finish_reason")
            .putNull("seed");
    choice
        .putObject("delta")
        .put("token_id", Words.token(piece))
        .put("role", "assistant")
        .put("content", piece)
        .putNull("tool_calls");
    return choice;
  }

  /** Without usage, which the last of all has. */
  private ObjectNode chunk(ObjectNode choice) {
    ObjectNode chunk =
        Wire.object().put("id", id).put("object", "chat.completion.chunk").put("created", created);
    chunk.putArray("choices").add(choice);
    return chunk.put("model", model).putNull("usage");
  }
}
