package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Provider;
import dev.loraport.testkit.internal.engine.Wire;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Health and journal over HTTP, for tests in other languages; all else goes to the provider. */
record ControlRoutes(Provider provider, Journal journal) implements Provider {
  static final String ROOT = "/__testkit/";

  @Override
  public Answer answer(Call call) {
    return switch (call.path()) {
      case ROOT + "health" -> Answer.json(Wire.object().put("status", "up"));
      case ROOT + "journal" -> Answer.json(entries());
      default -> provider.answer(call);
    };
  }

  private ObjectNode entries() {
    ObjectNode body = Wire.object().put("dropped", journal.dropped());
    ArrayNode calls = body.putArray("calls");
    for (RecordedCall call : journal.calls()) {
      calls
          .addObject()
          .put("number", call.number())
          .put("connection", call.connection())
          .put("method", call.method())
          .put("path", call.path())
          .put("route", call.route())
          .put("body", call.body())
          .put("bodySize", call.bodySize())
          .put("status", call.status())
          .put("fault", call.fault())
          .put("outcome", call.outcome().name())
          .put("at", call.at().toString());
    }
    journal.violations().forEach(body.putArray("violations")::add);
    return body;
  }

  @Override
  public String canonicalPath(String path) {
    return provider.canonicalPath(path);
  }

  @Override
  public Answer error(int status, String message) {
    return provider.error(status, message);
  }

  @Override
  public Answer error(Call call, int status, String message) {
    return provider.error(call, status, message);
  }

  @Override
  public void decorate(Answer answer) {
    provider.decorate(answer);
  }
}
