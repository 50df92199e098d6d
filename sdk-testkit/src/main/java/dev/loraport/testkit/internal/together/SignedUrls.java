package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Provider;
import dev.loraport.testkit.internal.engine.Spool;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Object storage on a host of its own, reached by signed URLs. A request that brings credentials of
 * the API is refused and reported: it would have leaked them.
 */
public final class SignedUrls implements Provider {
  private record Grant(
      String signature, @Nullable Consumer<Spool> upload, @Nullable Spool content) {}

  private final World world;
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();

  SignedUrls(World world) {
    this.world = world;
  }

  /** A URL that takes one object by PUT. */
  String upload(Call call, Consumer<Spool> upload) {
    return grant(call, upload, null);
  }

  /** A URL that gives one object by GET. */
  String download(Call call, Spool content) {
    return grant(call, null, content);
  }

  private String grant(Call call, @Nullable Consumer<Spool> upload, @Nullable Spool content) {
    String path = "/storage/bucket/" + world.ids.hex(16);
    String signature = world.ids.hex(64);
    grants.put(path, new Grant(signature, upload, content));
    return world.storageUrl(call, path)
        + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=6000&X-Amz-Signature="
        + signature;
  }

  @Override
  public Answer answer(Call call) {
    if (call.headers().first("Authorization") != null) {
      call.problem("Authorization was sent to a signed URL: credentials leaked to another host");
      return xml(400, "InvalidArgument", "Only one auth mechanism allowed");
    }
    Grant grant = grants.get(call.path());
    if (grant == null) {
      call.problem("no such signed URL");
      return xml(404, "NoSuchKey", "The specified key does not exist.");
    }
    if (!grant.signature().equals(call.query("X-Amz-Signature"))) {
      call.problem("the signature of the signed URL was changed or left out");
      return xml(403, "SignatureDoesNotMatch", "The request signature does not match.");
    }
    Consumer<Spool> upload = grant.upload();
    Spool content = grant.content();
    if (call.method().equals("PUT") && upload != null) {
      upload.accept(call.body());
      String tag = call.body().sha256().substring(0, 32);
      return Answer.empty(200).header("ETag", "\"" + tag + "\"");
    }
    if ((call.method().equals("GET") || call.method().equals("HEAD")) && content != null) {
      return Answer.download(call, "application/octet-stream", content);
    }
    call.problem("the signed URL does not allow " + call.method());
    return xml(405, "MethodNotAllowed", "The specified method is not allowed.");
  }

  @Override
  public String canonicalPath(String path) {
    return path;
  }

  @Override
  public Answer error(int status, String message) {
    return xml(status, "InternalError", message);
  }

  @Override
  public void decorate(Answer answer) {
    answer.header("x-amz-request-id", world.ids.hex(16));
  }

  private static Answer xml(int status, String code, String message) {
    return Answer.text(
        status,
        "application/xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
            + code
            + "</Code><Message>"
            + message
            + "</Message></Error>");
  }
}
