package dev.loraport.chat;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A part of a message: a text, or something to look at or listen to. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ContentPart.Builder.class)
public interface ContentPart {
  /** The type on the wire, such as {@code text} or {@code image_url}. */
  String type();

  /** The text of a {@code text} part. */
  Optional<String> text();

  /** The address, or data address, of a picture, video or sound. */
  @Value.Redacted
  Optional<String> url();

  /** Members that are kept as they are, such as {@code input_audio}. */
  Map<String, Json> extra();

  /** A text. */
  static ContentPart text(String text) {
    return builder().type("text").text(text).build();
  }

  /** A picture, by an address or as {@code data:image/png;base64,...}. */
  static ContentPart image(String url) {
    return builder().type("image_url").url(url).build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ContentPart}. */
  final class Builder extends ImmutableContentPart.Builder {
    Builder() {}
  }
}
