package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.SignedUrls;
import org.jspecify.annotations.Nullable;

/** The headers that are part of the signature of an upload URL, and the size that they promise. */
public final class SignedPut {
  private SignedPut() {}

  /** The object store's refusal, or null when all is as it was signed. */
  public static @Nullable Answer refusal(Call call, long size) {
    String type = call.headers().first("Content-Type", "");
    String range = call.headers().first("x-goog-content-length-range", "");
    String signed = size + "," + size;
    if (!type.equals("application/octet-stream") || !range.equals(signed)) {
      call.problem(
          "the PUT must carry Content-Type: application/octet-stream and"
              + " x-goog-content-length-range: "
              + signed
              + ", not '"
              + type
              + "' and '"
              + range
              + "'");
      return SignedUrls.xml(
          403, "SignatureDoesNotMatch", "The headers do not match those that were signed.");
    }
    long length = call.body().length();
    if (length == size) {
      return null;
    }
    call.problem("the PUT has " + length + " bytes, announced were " + size);
    return SignedUrls.xml(
        400,
        length < size ? "EntityTooSmall" : "EntityTooLarge",
        "The upload has " + length + " bytes, allowed are " + signed + ".");
  }
}
