package dev.loraport.testkit.internal.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a handler wants to be written. */
public final class Answer {
  /** The body: all at once, a slice of a spooled file, or server-sent events one by one. */
  public sealed interface Content permits Bytes, Slice, Events {}

  /** A body in memory. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, only written
  public record Bytes(byte[] bytes) implements Content {}

  /** A part of a spooled body. */
  public record Slice(Spool spool, long from, long length) implements Content {}

  /** The payloads of {@code data:} lines, each written as a chunk of its own. */
  public record Events(List<String> payloads) implements Content {}

  private final int status;
  private final Headers headers = new Headers();
  private final Content content;

  private Answer(int status, Content content) {
    this.status = status;
    this.content = content;
  }

  public static Answer json(int status, JsonNode body) {
    return new Answer(status, new Bytes(Wire.bytes(body)))
        .header("Content-Type", "application/json; charset=utf-8");
  }

  public static Answer json(JsonNode body) {
    return json(200, body);
  }

  public static Answer text(int status, String contentType, String body) {
    return new Answer(status, new Bytes(body.getBytes(StandardCharsets.UTF_8)))
        .header("Content-Type", contentType);
  }

  public static Answer bytes(String contentType, byte[] body) {
    return new Answer(200, new Bytes(body)).header("Content-Type", contentType);
  }

  public static Answer empty(int status) {
    return new Answer(status, new Bytes(new byte[0]));
  }

  public static Answer events(String contentType, List<String> payloads) {
    return new Answer(200, new Events(List.copyOf(payloads))).header("Content-Type", contentType);
  }

  /** The spooled bytes, or the part of them that the request's {@code Range} asks for. */
  public static Answer download(Call call, String contentType, Spool spool) {
    if (!spool.hasContent()) {
      throw new NotKeptException(spool.length());
    }
    String range = call.headers().first("Range");
    ByteRange wanted = range == null ? null : ByteRange.parse(range, spool.length());
    if (wanted == null) {
      return new Answer(200, new Slice(spool, 0, spool.length()))
          .header("Content-Type", contentType)
          .header("Accept-Ranges", "bytes");
    }
    if (wanted.length() <= 0) {
      return empty(416).header("Content-Range", "bytes */" + spool.length());
    }
    return new Answer(206, new Slice(spool, wanted.from(), wanted.length()))
        .header("Content-Type", contentType)
        .header("Accept-Ranges", "bytes")
        .header(
            "Content-Range", "bytes " + wanted.from() + "-" + wanted.last() + "/" + spool.length());
  }

  public Answer header(String name, String value) {
    headers.set(name, value);
    return this;
  }

  public int status() {
    return status;
  }

  public Headers headers() {
    return headers;
  }

  public Content content() {
    return content;
  }
}
