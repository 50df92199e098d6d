package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Form;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A request that reached a route of a {@link FakeServer}, with its whole body. */
public final class FakeCall {
  private static final int MAX_BODY = 64 << 20;

  private final Call call;

  FakeCall(Call call) {
    this.call = call;
  }

  /** The HTTP method. */
  public String method() {
    return call.method();
  }

  /** The path without the query. */
  public String path() {
    return call.path();
  }

  /**
   * The value of a segment that the route names in braces.
   *
   * @param name its name
   * @return the value, decoded; empty where the route has no such segment
   */
  public String segment(String name) {
    return call.parameter(name);
  }

  /**
   * The first value of a query parameter.
   *
   * @param name its name
   */
  public Optional<String> query(String name) {
    return Optional.ofNullable(call.query(name));
  }

  /**
   * The first value of a header.
   *
   * @param name its name, in any case
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(call.headers().first(name));
  }

  /** The body as text, at most 64 MiB of it. */
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** The body, at most 64 MiB of it. */
  public byte[] bytes() {
    return call.body().bytes(MAX_BODY);
  }

  /**
   * A field of a form, urlencoded or multipart.
   *
   * @param name its name
   */
  public Optional<String> field(String name) {
    return Optional.ofNullable(call.form().field(name));
  }

  /**
   * The content of a file in a multipart form, as text.
   *
   * @param name the name of its field
   */
  public Optional<String> fileText(String name) {
    return file(name)
        .map(file -> new String(file.content().bytes(MAX_BODY), StandardCharsets.UTF_8));
  }

  /**
   * The name of a file in a multipart form.
   *
   * @param name the name of its field
   */
  public Optional<String> fileName(String name) {
    return file(name).map(Form.FilePart::fileName);
  }

  private Optional<Form.FilePart> file(String name) {
    return Optional.ofNullable(call.form().file(name));
  }

  /**
   * Notes that the form of the request is not what the provider documents; {@link
   * FakeProvider#assertNoViolations()} tells it.
   *
   * @param text what is wrong
   */
  public void violation(String text) {
    call.problem(text);
  }

  @Override
  public String toString() {
    return method() + " " + path();
  }
}
