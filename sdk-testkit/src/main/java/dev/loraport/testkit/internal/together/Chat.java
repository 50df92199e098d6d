package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.FakeModel;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Said;
import tools.jackson.databind.node.ObjectNode;

/** Chat and text completions. */
final class Chat {
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
        .add("POST /v1/chat/completions", this::chat)
        .add("POST /v1/completions", this::completion);
  }

  private Answer chat(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : ChatSchema.chat(call, body);
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String model = body.path("model").asString();
    Answer refusal = serving.refusal(model);
    if (refusal != null) {
      return refusal;
    }
    Said said = models.chat(model, body);
    ChatAnswer answer = new ChatAnswer(world, model, said, body);
    return body.path("stream").asBoolean(false)
        ? Answer.events("text/event-stream;charset=utf-8", answer.chunks())
        : Answer.json(answer.whole());
  }

  /** The answer to a request, also for lines of a batch. */
  ObjectNode answer(ObjectNode body) {
    String model = body.path("model").asString();
    return new ChatAnswer(world, model, models.chat(model, body), body).whole();
  }

  private Answer completion(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : ChatSchema.completion(call, body);
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String model = body.path("model").asString();
    Answer refusal = serving.refusal(model);
    if (refusal != null) {
      return refusal;
    }
    String prompt = body.path("prompt").asString();
    Said said = models.complete(model, body, prompt);
    CompletionAnswer answer = new CompletionAnswer(world, body, said);
    return body.path("stream").asBoolean(false)
        ? Answer.events("text/event-stream;charset=utf-8", answer.chunks())
        : Answer.json(answer.whole());
  }
}
