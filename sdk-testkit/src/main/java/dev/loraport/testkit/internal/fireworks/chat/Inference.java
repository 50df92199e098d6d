package dev.loraport.testkit.internal.fireworks.chat;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.RefusedException;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.serving.Routing;
import dev.loraport.testkit.internal.fireworks.serving.ServingRules;
import dev.loraport.testkit.internal.fireworks.world.Gateway;
import dev.loraport.testkit.internal.fireworks.world.InferenceErrors;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes of the inference plane: chat, text completions and the list of models. */
public final class Inference {
  private static final String ROOT = "/inference/v1/";
  private static final String EVENTS = "text/event-stream; charset=utf-8";
  private static final int MOST_WITHOUT_STREAM = 4096;
  private static final List<String> UNSERVED =
      List.of("messages", "responses", "embeddings", "rerank");

  private final World world;
  private final ServingRules rules;
  private final Routing routing;
  private final Generator generator;

  public Inference(World world, ServingRules rules, Routing routing, ChatRules chatRules) {
    this.world = world;
    this.rules = rules;
    this.routing = routing;
    this.generator = new Generator(world, chatRules);
  }

  public void routes(Gateway gateway) {
    gateway
        .add("POST " + ROOT + "chat/completions", call -> answer(call, RequestSchema::chat, true))
        .add("POST " + ROOT + "completions", call -> answer(call, RequestSchema::completion, false))
        .add("GET " + ROOT + "models", call -> models());
    UNSERVED.forEach(route -> gateway.add("POST " + ROOT + route, call -> unserved(call, route)));
  }

  private Answer answer(
      Call call, BiFunction<ObjectNode, Consumer<String>, @Nullable String> schema, boolean chat) {
    ObjectNode body = call.json();
    if (body == null) {
      call.problem("the body is no JSON object");
      return invalid("The request body must be a JSON object");
    }
    if (!rules.streamOptionsRefused()) {
      body.remove("stream_options");
    }
    String problem = schema.apply(body, call::problem);
    if (problem != null) {
      return invalid(problem);
    }
    boolean stream = body.path("stream").asBoolean(false);
    int wanted = Math.max(number(body, "max_tokens"), number(body, "max_completion_tokens"));
    if (!stream && wanted > MOST_WITHOUT_STREAM) {
      return invalid("Requests with max_tokens > 4096 must have stream=true");
    }
    Routing.Target target = routing.resolve(body.path("model").asString());
    return chat ? chat(body, target, stream) : completion(body, target, stream);
  }

  private static int number(JsonNode body, String field) {
    return body.path(field).isNumber() ? body.path(field).asInt() : 0;
  }

  private static Answer invalid(String message) {
    return InferenceErrors.of(400, "INVALID_ARGUMENT", message, null);
  }

  private Answer chat(ObjectNode body, Routing.Target target, boolean stream) {
    Generation generation = generator.chat(body, target);
    ChatAnswer answer = new ChatAnswer(generation, generator.callIds(generation));
    return stream
        ? events(answer.chunks())
        : measured(Answer.json(answer.whole()), generation, target);
  }

  private Answer completion(ObjectNode body, Routing.Target target, boolean stream) {
    List<Generation> generations = generator.completions(body, target);
    CompletionAnswer answer = new CompletionAnswer(generations);
    return stream
        ? events(answer.chunks())
        : measured(Answer.json(answer.whole()), generations.get(0), target);
  }

  private Answer events(List<String> chunks) {
    return Answer.events(
        EVENTS, chunks.subList(0, Math.min(chunks.size(), rules.takeStreamEvents())));
  }

  /** The answer to one row of a batch, or what is wrong with it. */
  public ObjectNode batchRow(ObjectNode body) {
    String problem = RequestSchema.chat(body, flaw -> {});
    if (problem != null) {
      return error(problem, "INVALID_ARGUMENT");
    }
    try {
      Routing.Target batch =
          new Routing.Target("", routing.contextOf(body.path("model").asString()));
      Generation generation = generator.chat(body, batch);
      return new ChatAnswer(generation, generator.callIds(generation)).whole();
    } catch (RefusedException e) {
      if (e.answer().content() instanceof Answer.Bytes content
          && Wire.parse(content.bytes()) instanceof ObjectNode refusal) {
        return refusal;
      }
      throw e;
    }
  }

  private static ObjectNode error(String message, String code) {
    ObjectNode body = Wire.object();
    body.putObject("error").put("message", message).put("code", code).put("type", "error");
    return body;
  }

  private static Answer measured(Answer answer, Generation generation, Routing.Target target) {
    for (Map.Entry<String, String> metric : generation.metrics().entrySet()) {
      answer.header("fireworks-" + metric.getKey(), metric.getValue());
    }
    if (target.deployment().isEmpty()) {
      answer
          .header("X-Ratelimit-Limit-Tokens-Prompt", "60000")
          .header("X-Ratelimit-Limit-Tokens-Cache-Adjusted-Prompt", "15000")
          .header("X-Ratelimit-Limit-Tokens-Generated", "600");
    }
    return answer;
  }

  private Answer models() {
    ObjectNode list = Wire.object().put("object", "list");
    ArrayNode data = list.putArray("data");
    for (String model : routing.serverless()) {
      data.addObject()
          .put("id", model)
          .put("object", "model")
          .put("owned_by", "fireworks")
          .put("created", world.clock().now().getEpochSecond());
    }
    return Answer.json(list);
  }

  private static Answer unserved(Call call, String route) {
    String what = "FakeFireworks does not serve /inference/v1/" + route;
    call.problem(what);
    return InferenceErrors.of(501, "UNIMPLEMENTED", what, null);
  }
}
