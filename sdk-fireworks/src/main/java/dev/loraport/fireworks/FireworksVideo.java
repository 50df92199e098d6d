package dev.loraport.fireworks;

import dev.loraport.chat.ContentPart;
import dev.loraport.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A video in the message of a user, and how it is looked at:
 *
 * <pre>{@code
 * ChatMessage.user(List.of(
 *     ContentPart.text("What happens here?"),
 *     FireworksVideo.at("https://videos.example/cat.mp4").maxFrames(16).part()));
 * }</pre>
 *
 * <p>Source: the vendor's OpenAPI document, August 2026, which names the members and no ranges.
 */
public final class FireworksVideo {
  private final String url;
  private final Map<String, Json> details = new LinkedHashMap<>();

  private FireworksVideo(String url) {
    this.url = url;
  }

  /** Starts with an address, or data address. */
  public static FireworksVideo at(String url) {
    return new FireworksVideo(url);
  }

  /** How closely its pictures are looked at, such as {@code low} or {@code high}. */
  public FireworksVideo detail(String detail) {
    return put("detail", Json.of(detail));
  }

  /** How many of its pictures are looked at, 1 or more. */
  public FireworksVideo maxFrames(int frames) {
    return put("max_frames", Json.of(positive("maxFrames", frames)));
  }

  /** How many of its pictures of a second are looked at, more than 0. */
  public FireworksVideo sampleFps(double perSecond) {
    return put("sample_fps", Json.of(positive("sampleFps", perSecond)));
  }

  /** The bound of the size of its pictures, 1 or more, in the unit of the service. */
  public FireworksVideo spatialLimit(int limit) {
    return put("spatial_limit", Json.of(positive("spatialLimit", limit)));
  }

  private static <N extends Number> N positive(String name, N value) {
    if (!(value.doubleValue() > 0)) {
      throw new IllegalArgumentException(name + " must be more than 0, not " + value);
    }
    return value;
  }

  private FireworksVideo put(String name, Json value) {
    details.put(name, value);
    return this;
  }

  /** The part of a message. */
  public ContentPart part() {
    return FireworksChat.video(url).with(details);
  }
}
