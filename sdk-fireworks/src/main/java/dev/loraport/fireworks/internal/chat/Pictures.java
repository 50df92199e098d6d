package dev.loraport.fireworks.internal.chat;

import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ContentPart;
import java.util.List;

/**
 * How many pictures a chat may have, and how much of them in itself.
 *
 * <p>Source: Fireworks' documentation of vision models (2025-11 to 2026-08): at most 30 pictures in
 * a request, whether sent along or by address, and those that are sent along below 10 MB in base64,
 * all together. It leaves open which MB; here they are the larger ones, so that nothing is refused
 * that the service may take. What it says of pictures by address (below 5 MB each, fetched within
 * 1.5 s) can't be known before they are sent.
 */
final class Pictures {
  private static final int MAX_COUNT = 30;
  private static final long END_OF_BASE64 = 10L << 20;

  private Pictures() {}

  static void check(List<ChatMessage> messages) {
    int count = 0;
    long base64 = 0;
    int tooMany = -1;
    int tooLarge = -1;
    for (int i = 0; i < messages.size(); i++) {
      for (ContentPart part : messages.get(i).parts()) {
        if (part.type().equals("image_url")) {
          count++;
          base64 += base64(part.url().orElse(""));
        }
      }
      tooMany = tooMany < 0 && count > MAX_COUNT ? i : tooMany;
      tooLarge = tooLarge < 0 && base64 >= END_OF_BASE64 ? i : tooLarge;
    }
    if (tooMany >= 0) {
      throw new IllegalArgumentException(
          "messages["
              + tooMany
              + "] has the picture "
              + (MAX_COUNT + 1)
              + " of "
              + count
              + "; Fireworks takes at most "
              + MAX_COUNT
              + " in a request: leave some out, such as those of earlier turns");
    }
    if (tooLarge >= 0) {
      throw new IllegalArgumentException(
          "messages["
              + tooLarge
              + "] has a picture with which those that are sent along are 10 MB of base64 or more ("
              + base64
              + " characters in all; Fireworks takes fewer than "
              + END_OF_BASE64
              + " in a request): make them smaller, or give public URLs of them, below 5 MB each");
    }
  }

  private static int base64(String url) {
    if (!url.regionMatches(true, 0, "data:", 0, 5)) {
      return 0;
    }
    int comma = url.indexOf(',');
    return url.regionMatches(true, comma - 7, ";base64", 0, 7) ? url.length() - comma - 1 : 0;
  }
}
