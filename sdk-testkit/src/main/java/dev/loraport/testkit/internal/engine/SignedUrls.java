package dev.loraport.testkit.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Object storage on a host of its own, reached by signed URLs. A request that brings credentials of
 * the API is refused and reported: it would have leaked them.
 */
public final class SignedUrls implements Provider {
  /** Whose signatures and headers are imitated. */
  public enum Store {
    AMAZON("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=", "X-Amz-Signature", 6000),
    GOOGLE("X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Expires=", "X-Goog-Signature", 3600);

    private final String query;
    private final String signature;
    private final Duration validity;

    Store(String query, String signature, int seconds) {
      this.query = query;
      this.signature = signature;
      this.validity = Duration.ofSeconds(seconds);
    }
  }

  /** Takes what is put to a signed URL. */
  @FunctionalInterface
  public interface Upload {
    /** The refusal, or null when the body was taken. */
    @Nullable Answer take(Call call);
  }

  private record Grant(
      String signature, Instant until, @Nullable Upload upload, @Nullable Spool content) {}

  private final Ids ids;
  private final Store store;
  private final Supplier<Instant> now;
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();
  private volatile int port;

  public SignedUrls(Ids ids, Store store, Supplier<Instant> now) {
    this.ids = ids;
    this.store = store;
    this.now = now;
  }

  /** Tells on which port the storage listens. */
  public void port(int number) {
    port = number;
  }

  /** A URL that takes one object by PUT; {@code name} ends its path, where it is not empty. */
  public String upload(Call call, String name, Upload upload) {
    return grant(call, name, upload, null);
  }

  /** A URL that gives one object by GET; {@code name} ends its path, where it is not empty. */
  public String download(Call call, String name, Spool content) {
    return grant(call, name, null, content);
  }

  private String grant(Call call, String name, @Nullable Upload upload, @Nullable Spool content) {
    String path = "/storage/bucket/" + ids.hex(16) + (name.isEmpty() ? "" : "/" + name);
    String signature = ids.hex(64);
    grants.put(path, new Grant(signature, now.get().plus(store.validity), upload, content));
    return "http://"
        + call.host()
        + ":"
        + port
        + path
        + "?"
        + store.query
        + store.validity.toSeconds()
        + "&"
        + store.signature
        + "="
        + signature;
  }

  @Override
  public Answer answer(Call call) {
    for (String secret : new String[] {"Authorization", "X-Api-Key"}) {
      if (call.headers().first(secret) != null) {
        call.problem(secret + " was sent to a signed URL: credentials leaked to another host");
        return xml(400, "InvalidArgument", "Only one auth mechanism allowed");
      }
    }
    Grant grant = grants.get(call.path());
    Spool stored = grant == null ? null : grant.content();
    if (grant == null || (stored != null && stored.isClosed())) {
      call.problem("no such signed URL");
      return xml(404, "NoSuchKey", "The specified key does not exist.");
    }
    if (!grant.signature().equals(call.query(store.signature))) {
      call.problem("the signature of the signed URL was changed or left out");
      return xml(403, "SignatureDoesNotMatch", "The request signature does not match.");
    }
    if (now.get().isAfter(grant.until())) {
      return xml(400, "ExpiredToken", "The signed URL has expired.");
    }
    Upload upload = grant.upload();
    if (call.method().equals("PUT") && upload != null) {
      Answer refusal = upload.take(call);
      String tag = call.body().sha256().substring(0, 32);
      return refusal == null ? Answer.empty(200).header("ETag", "\"" + tag + "\"") : refusal;
    }
    if ((call.method().equals("GET") || call.method().equals("HEAD")) && stored != null) {
      return Answer.download(call, "application/octet-stream", stored);
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
    boolean amazon = store == Store.AMAZON;
    answer.header(amazon ? "x-amz-request-id" : "x-guploader-uploadid", ids.hex(16));
  }

  /** An error as an object store words it. */
  public static Answer xml(int status, String code, String message) {
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
