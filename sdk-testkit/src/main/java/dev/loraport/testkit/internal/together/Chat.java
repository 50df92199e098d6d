package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.FakeModel;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Said;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Chat and text completions. */
final class Chat {
  /** An answer as it is sent: whole, or as the payloads of a stream. */
  sealed interface Sent permits ChatAnswer, CompletionAnswer {
    ObjectNode whole();

    List<String> chunks();
  }

  private final World world;
  private final Serving serving;
  private final FakeModel models;

  Chat(World world, Serving serving, ChatRules rules) {
    this.world = world;
    this.serving = serving;
    this.models = new FakeModel(rules);
  }

  void routes(Router router) {
    router
        .add("POST /v1/chat/completions", call -> answer(call, true))
        .add("POST /v1/completions", call -> answer(call, false));
  }

  private Answer answer(Call call, boolean chat) {
    ObjectNode body = call.json();
    String problem =
        body == null ? "a JSON object is needed" : ChatSchema.problem(call, body, chat);
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String model = body.path("model").asString();
    Answer refusal = serving.refusal(model);
    if (refusal != null) {
      return refusal;
    }
    Said said =
        chat
            ? models.chat(model, body)
            : models.complete(model, body, body.path("prompt").asString());
    int context = serving.context(model);
    String overlong = overlong(body, said.promptTokens(), context);
    if (overlong != null) {
      return world.errors.invalid(overlong);
    }
    Said fitting = context == 0 ? said : said.cut(context - said.promptTokens());
    Sent answer =
        chat ? new ChatAnswer(world, body, fitting) : new CompletionAnswer(world, body, fitting);
    return body.path("stream").asBoolean(false)
        ? Answer.events("text/event-stream;charset=utf-8", answer.chunks())
        : Answer.json(answer.whole());
  }

  /** What goes beyond the context, or null; {@code truncate} makes max_tokens smaller. */
  private static @Nullable String overlong(ObjectNode body, int prompt, int context) {
    boolean truncate =
        Wire.string(body, "context_length_exceeded_behavior", "error").equals("truncate");
    long answer = truncate ? 1 : Math.max(1, body.path("max_tokens").asLong(1));
    return context == 0 || prompt + answer <= context
        ? null
        : "prompt tokens + max_tokens exceed the context length of the model: %d + %d > %d"
            .formatted(prompt, answer, context);
  }

  /** The answer to a line of a batch. */
  ObjectNode answer(ObjectNode body) {
    Said said = models.chat(body.path("model").asString(), body);
    return new ChatAnswer(world, body, said).whole();
  }
}
