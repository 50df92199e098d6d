package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a route of a {@link FakeServer} answers. */
public final class FakeAnswer {
  private final Answer answer;

  private FakeAnswer(Answer answer) {
    this.answer = answer;
  }

  /**
   * Status 200 with JSON.
   *
   * @param body the body, a JSON text
   */
  public static FakeAnswer json(String body) {
    return json(200, body);
  }

  /**
   * JSON with a status.
   *
   * @param status the HTTP status
   * @param body the body, a JSON text
   */
  public static FakeAnswer json(int status, String body) {
    return new FakeAnswer(Answer.text(status, "application/json; charset=utf-8", body));
  }

  /**
   * Status 200 with bytes.
   *
   * @param contentType their type
   * @param body the bytes
   */
  public static FakeAnswer bytes(String contentType, byte[] body) {
    return new FakeAnswer(Answer.bytes(contentType, body.clone()));
  }

  /**
   * A stream of server-sent events; each is a chunk of its own for {@link Fault#afterChunks}.
   *
   * @param payloads what is behind {@code data:}, such as a JSON text or {@code [DONE]}
   */
  public static FakeAnswer events(List<String> payloads) {
    return new FakeAnswer(Answer.events("text/event-stream;charset=utf-8", payloads));
  }

  /**
   * A status without a body.
   *
   * @param status the HTTP status
   */
  public static FakeAnswer empty(int status) {
    return new FakeAnswer(Answer.empty(status));
  }

  /**
   * Sets a header.
   *
   * @param name its name
   * @param value its value
   * @return this answer
   */
  public FakeAnswer header(String name, String value) {
    answer.header(name, value);
    return this;
  }

  Answer answer() {
    return answer;
  }

  @Override
  public String toString() {
    String body =
        answer.content() instanceof Answer.Bytes bytes
            ? new String(bytes.bytes(), StandardCharsets.UTF_8)
            : "a stream";
    return answer.status() + " " + body;
  }
}
