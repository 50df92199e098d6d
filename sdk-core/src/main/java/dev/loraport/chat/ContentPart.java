package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of a message: a text, or something to look at or listen to.
 *
 * @param type the type on the wire, such as {@code text} or {@code image_url}
 * @param text the text of a {@code text} part
 * @param url the address, or data address, of a picture, video or sound; masked in {@code toString}
 * @param details what is told beside the address, such as how closely a picture is looked at
 * @param extra members that are kept as they are, such as {@code input_audio}
 */
public record ContentPart(
    String type,
    Optional<String> text,
    Optional<String> url,
    Map<String, Json> details,
    Map<String, Json> extra) {
  public ContentPart {
    Objects.requireNonNull(type, "type");
    text = Parts.optional(text);
    url = Parts.optional(url);
    details = Parts.members(details);
    extra = Parts.members(extra);
  }

  /** A text. */
  public static ContentPart text(String text) {
    return new ContentPart("text", Optional.of(text), Optional.empty(), Map.of(), Map.of());
  }

  /**
   * A picture, by an address or as {@code data:image/png;base64,...}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static ContentPart image(String url) {
    if (!url.regionMatches(true, 0, "http", 0, 4) && !url.regionMatches(true, 0, "data:", 0, 5)) {
      throw new IllegalArgumentException(
          "a picture is told by an http(s) or data address; for a file use image(bytes, type)");
    }
    return at("image_url", url);
  }

  /**
   * A picture that is sent along.
   *
   * @param bytes the file
   * @param type its media type, such as {@code image/png}
   */
  public static ContentPart image(byte[] bytes, String type) {
    if (type.indexOf('/') < 1) {
      throw new IllegalArgumentException(
          "the type of a picture is a media type such as image/png, not " + type);
    }
    return image("data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes));
  }

  /**
   * What is at an address.
   *
   * @param type the type on the wire, such as {@code video_url}
   * @param url the address, or data address
   */
  public static ContentPart at(String type, String url) {
    return new ContentPart(type, Optional.empty(), Optional.of(url), Map.of(), Map.of());
  }

  /**
   * This with what is told beside the address, by the names of the provider.
   *
   * @throws IllegalArgumentException if there is an address among it
   */
  public ContentPart with(Map<String, Json> more) {
    if (more.containsKey("url")) {
      throw new IllegalArgumentException("details has \"url\", which is the url of the part");
    }
    return new ContentPart(type, text, url, more, extra);
  }

  @Override
  public String toString() {
    return "ContentPart[type="
        + type
        + ", text="
        + text
        + (url.isPresent() ? ", url=***, details=" + details : "")
        + ", extra="
        + extra
        + "]";
  }
}
