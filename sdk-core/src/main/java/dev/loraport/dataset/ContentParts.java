package dev.loraport.dataset;

import org.jspecify.annotations.Nullable;

/** The content of a message as a list of parts: texts and images. */
final class ContentParts {
  private static final Word TYPE = new Word("type");
  private static final Word TEXT = new Word("text");
  private static final Word IMAGE_URL = new Word("image_url");
  private static final Word URL = new Word("url");

  private final JsonCursor in;
  private final DatasetRules rules;
  private final RowContext row;
  private final MessageTexts texts;
  private String member = ".content";
  private int imagesInRow;
  private int imagesInMessage;

  ContentParts(JsonCursor in, DatasetRules rules, RowContext row, MessageTexts texts) {
    this.in = in;
    this.rules = rules;
    this.row = row;
    this.texts = texts;
  }

  void beginRow() {
    imagesInRow = 0;
  }

  void beginMessage(String contentMember) {
    member = contentMember;
    imagesInMessage = 0;
  }

  /** Whether the message has an image. */
  boolean hasImage() {
    return imagesInMessage > 0;
  }

  /** Reads the list at which the cursor stands; whether anything is in it. */
  boolean read() throws BrokenRow {
    boolean some = false;
    in.beginArray();
    for (int part = 0; in.nextElement(); part++) {
      some |= part(part);
    }
    return some;
  }

  private boolean part(int index) throws BrokenRow {
    int offset = in.offset();
    if (in.value() != '{') {
      bad(offset, index, "a part must be an object with a type");
      in.skip();
      return true;
    }
    offset = in.offset();
    String type = "";
    boolean textSeen = false;
    boolean some = false;
    boolean image = false;
    in.beginObject();
    while (in.nextMember()) {
      if (in.is(TYPE) && in.value() == '"') {
        in.skipString();
        type = in.is(TEXT) ? "text" : in.is(IMAGE_URL) ? "image_url" : in.string();
      } else if (in.is(TEXT) && in.value() == '"') {
        textSeen = true;
        some = texts.text(member, index);
      } else if (in.is(IMAGE_URL) && in.value() == '{') {
        image = imageUrl(index);
      } else {
        in.skip();
      }
    }
    switch (type) {
      case "text" -> {
        if (!textSeen) {
          bad(offset, index, "a part of type text must have a \"text\"");
        }
        return some;
      }
      case "image_url" -> {
        imagesInMessage++;
        imagesInRow++;
        if (!image) {
          bad(offset, index, "an image must have \"image_url\": {\"url\": …}");
        }
      }
      case "" -> bad(offset, index, "the part has no type: text or image_url");
      default -> {
        if (row.error("unknown-part-type")) {
          row.tell(
              offset,
              path(index),
              "unknown type of part " + RowContext.quoted(type) + "; use text or image_url");
        }
      }
    }
    return true;
  }

  private String path(int index) {
    return texts.path(member + '[' + index + ']');
  }

  private void bad(int offset, int index, String what) {
    if (row.error("bad-part")) {
      row.tell(offset, path(index), what);
    }
  }

  /** Reads the object that holds the URL; whether it has one. */
  private boolean imageUrl(int index) throws BrokenRow {
    boolean found = false;
    in.beginObject();
    while (in.nextMember()) {
      if (in.is(URL) && in.value() == '"') {
        found = true;
        url(index);
      } else {
        in.skip();
      }
    }
    return found;
  }

  private void url(int index) throws BrokenRow {
    int offset = in.offset();
    in.skipString();
    int most = rules.maxImageUrlBytes().orElse(Integer.MAX_VALUE);
    // in the file each slash of it may have a backslash
    int size = in.length() > most ? in.string().length() : in.length();
    if (size > most && row.error("image-too-large")) {
      row.tell(
          offset,
          path(index) + ".image_url.url",
          "the image has " + size + " bytes as a URL, over " + most + "; make it smaller");
    }
    for (String prefix : rules.imageUrlPrefixes()) {
      if (in.startsWith(prefix)) {
        if (!in.endsInBase64() && row.warning("image-not-base64")) {
          row.tell(
              offset,
              path(index) + ".image_url.url",
              "what follows \"base64,\" is empty or no base64; encode the image anew");
        }
        return;
      }
    }
    if (row.error("bad-image-url")) {
      row.tell(
          offset,
          path(index) + ".image_url.url",
          "an image must be in the file itself; its URL begins with "
              + String.join(" or ", rules.imageUrlPrefixes()));
    }
  }

  /** Looks at the images of the message as a whole. */
  void end(@Nullable String role, int offset) {
    if (imagesInMessage == 0) {
      return;
    }
    if (row.finds(rules.images(), "image")) {
      row.tell(
          offset,
          texts.path(member),
          "the message has an image, and " + rules.name() + " names no training on images");
    }
    if (role != null
        && !role.equals("user")
        && row.finds(rules.imagesNotFromUser(), "image-not-from-user")) {
      row.tell(
          offset,
          texts.path(member),
          "an image belongs into a message of the user, not of " + role);
    }
    int most = rules.maxImagesPerRow().orElse(Integer.MAX_VALUE);
    if (imagesInRow > most
        && imagesInRow - imagesInMessage <= most
        && row.error("too-many-images")) {
      row.tell(
          offset,
          texts.path(member),
          "over " + most + " images in one row, which is the most that " + rules.name() + " takes");
    }
  }
}
