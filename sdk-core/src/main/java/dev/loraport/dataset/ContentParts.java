package dev.loraport.dataset;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The content of a message as a list of parts: texts and images. */
final class ContentParts {
  private final DatasetRules rules;
  private final RowContext row;
  private final MessageTexts texts;
  private int imagesInRow;
  private int imagesInMessage;

  ContentParts(DatasetRules rules, RowContext row, MessageTexts texts) {
    this.rules = rules;
    this.row = row;
    this.texts = texts;
  }

  void beginRow() {
    imagesInRow = 0;
  }

  void beginMessage() {
    imagesInMessage = 0;
  }

  /** Reads the list at which the parser stands; whether anything is in it. */
  boolean read(JsonParser in) {
    boolean some = false;
    for (int part = 0; in.nextToken() != JsonToken.END_ARRAY; part++) {
      some |= part(in, ".content[" + part + "]");
    }
    return some;
  }

  private boolean part(JsonParser in, String member) {
    long offset = ChatRow.offset(in);
    if (in.currentToken() != JsonToken.START_OBJECT) {
      error("bad-part", offset, member, "a part must be an object with a type");
      in.skipChildren();
      return true;
    }
    String type = "";
    boolean textSeen = false;
    boolean some = false;
    boolean image = false;
    String name;
    while ((name = in.nextName()) != null) {
      JsonToken value = in.nextToken();
      if (name.equals("type") && value == JsonToken.VALUE_STRING) {
        type = in.getString();
      } else if (name.equals("text") && value == JsonToken.VALUE_STRING) {
        textSeen = true;
        some = texts.text(in, member + ".text");
      } else if (name.equals("image_url") && value == JsonToken.START_OBJECT) {
        image = imageUrl(in, member + ".image_url");
      } else {
        in.skipChildren();
      }
    }
    switch (type) {
      case "text" -> {
        if (!textSeen) {
          error("bad-part", offset, member, "a part of type text must have a \"text\"");
        }
        return some;
      }
      case "image_url" -> {
        imagesInMessage++;
        imagesInRow++;
        if (!image) {
          error("bad-part", offset, member, "an image must have \"image_url\": {\"url\": …}");
        }
      }
      case "" -> error("bad-part", offset, member, "the part has no type: text or image_url");
      default ->
          error(
              "unknown-part-type",
              offset,
              member,
              "unknown type of part " + RowContext.quoted(type) + "; use text or image_url");
    }
    return true;
  }

  /** Reads the object that holds the URL; whether it has one. */
  private boolean imageUrl(JsonParser in, String member) {
    boolean found = false;
    String name;
    while ((name = in.nextName()) != null) {
      if (in.nextToken() == JsonToken.VALUE_STRING && name.equals("url")) {
        found = true;
        url(in, member + ".url");
      } else {
        in.skipChildren();
      }
    }
    return found;
  }

  private void url(JsonParser in, String member) {
    char[] text = in.getStringCharacters();
    int start = in.getStringOffset();
    int length = in.getStringLength();
    for (String prefix : rules.imageUrlPrefixes()) {
      if (startsWith(text, start, length, prefix)) {
        return;
      }
    }
    error(
        "bad-image-url",
        ChatRow.offset(in),
        member,
        "an image must be in the file itself; its URL begins with "
            + String.join(" or ", rules.imageUrlPrefixes()));
  }

  private static boolean startsWith(char[] text, int start, int length, String prefix) {
    if (length < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (text[start + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Looks at the images of the message as a whole. */
  void end(@Nullable String role, long offset) {
    if (imagesInMessage == 0) {
      return;
    }
    String path = texts.path(".content");
    row.report(
        rules.images(),
        "image",
        offset,
        path,
        "the message has an image, and " + rules.name() + " names no training on images");
    if (role != null && !role.equals("user")) {
      row.report(
          rules.imagesNotFromUser(),
          "image-not-from-user",
          offset,
          path,
          "an image belongs into a message of the user, not of " + role);
    }
    int most = rules.maxImagesPerRow().orElse(Integer.MAX_VALUE);
    if (imagesInRow > most && imagesInRow - imagesInMessage <= most) {
      row.error(
          "too-many-images",
          offset,
          path,
          "over " + most + " images in one row, which is the most that " + rules.name() + " takes");
    }
  }

  private void error(String code, long offset, String member, String what) {
    row.error(code, offset, texts.path(member), what);
  }
}
