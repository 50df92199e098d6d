package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of a message: a text, or something to look at or listen to.
 *
 * @param type the type on the wire, such as {@code text} or {@code image_url}
 * @param text the text of a {@code text} part
 * @param url the address, or data address, of a picture, video or sound; masked in {@code toString}
 * @param extra members that are kept as they are, such as {@code input_audio}
 */
public record ContentPart(
    String type, Optional<String> text, Optional<String> url, Map<String, Json> extra) {
  public ContentPart {
    Objects.requireNonNull(type, "type");
    text = Parts.optional(text);
    url = Parts.optional(url);
    extra = Parts.map(extra);
  }

  /** A text. */
  public static ContentPart text(String text) {
    return new ContentPart("text", Optional.of(text), Optional.empty(), Map.of());
  }

  /** A picture, by an address or as {@code data:image/png;base64,...}. */
  public static ContentPart image(String url) {
    return new ContentPart("image_url", Optional.empty(), Optional.of(url), Map.of());
  }

  @Override
  public String toString() {
    return "ContentPart[type="
        + type
        + ", text="
        + text
        + (url.isPresent() ? ", url=***" : "")
        + ", extra="
        + extra
        + "]";
  }
}
