package dev.loraport.spi;

import java.util.Locale;
import java.util.Set;

/** Makes names that a server sent fit to be names of local files. */
public final class RemoteNames {
  // one less than promised: a device name gets a prefix
  private static final int MAX_BYTES = 199;
  private static final String FALLBACK = "download";
  private static final Set<String> DEVICES =
      Set.of(
          "CON",
          "PRN",
          "AUX",
          "NUL",
          "CONIN$",
          "CONOUT$",
          "COM0",
          "COM1",
          "COM2",
          "COM3",
          "COM4",
          "COM5",
          "COM6",
          "COM7",
          "COM8",
          "COM9",
          "COM\u00b9",
          "COM\u00b2",
          "COM\u00b3",
          "LPT0",
          "LPT1",
          "LPT2",
          "LPT3",
          "LPT4",
          "LPT5",
          "LPT6",
          "LPT7",
          "LPT8",
          "LPT9",
          "LPT\u00b9",
          "LPT\u00b2",
          "LPT\u00b3");

  private RemoteNames() {}

  /**
   * The last part of a name as the name of a local file on any system: no separators, no leading
   * dots, no control or formatting characters, none that Windows refuses and none of its device
   * names, at most 200 bytes in UTF-8, and never empty.
   */
  public static String safe(String remote) {
    String last = remote.substring(Math.max(remote.lastIndexOf('/'), remote.lastIndexOf('\\')) + 1);
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < last.length(); ) {
      int c = last.codePointAt(i);
      i += Character.charCount(c);
      if (isDropped(c) || (kept.isEmpty() && (c == '.' || Character.isWhitespace(c)))) {
        continue;
      }
      int safe = "<>:\"|?*".indexOf(c) >= 0 ? '_' : c;
      bytes += utf8Length(safe);
      if (bytes > MAX_BYTES) {
        break;
      }
      kept.appendCodePoint(safe);
    }
    while (!kept.isEmpty() && isBadEnd(kept.charAt(kept.length() - 1))) {
      kept.setLength(kept.length() - 1);
    }
    if (kept.isEmpty()) {
      return FALLBACK;
    }
    return isDevice(kept.toString()) ? "_" + kept : kept.toString();
  }

  private static boolean isDropped(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  // Windows drops dots and spaces at the end, so that such a name would be another's.
  private static boolean isBadEnd(char c) {
    return c == '.' || Character.isWhitespace(c);
  }

  private static boolean isDevice(String name) {
    int dot = name.indexOf('.');
    String stem = (dot < 0 ? name : name.substring(0, dot)).strip();
    return DEVICES.contains(stem.toUpperCase(Locale.ROOT));
  }

  private static int utf8Length(int c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }
}
