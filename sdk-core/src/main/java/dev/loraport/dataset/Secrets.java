package dev.loraport.dataset;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds texts that look like credentials. What was found is named by its kind, never shown. */
final class Secrets {
  private record Kind(String name, Pattern pattern) {}

  private static final List<Kind> KINDS =
      List.of(
          kind("a private key", "-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"),
          kind("an API key (sk-…)", "(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{20,200}"),
          kind("a Hugging Face token (hf_…)", "(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,100}"),
          kind("a GitHub token (ghp_…)", "(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36,100}"),
          kind("an AWS access key (AKIA…)", "(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])"));

  private Secrets() {}

  private static Kind kind(String name, String pattern) {
    return new Kind(name, Pattern.compile(pattern));
  }

  /** The kind of the first credential in a text; null if there is none. */
  static @Nullable String find(char[] text, int start, int length) {
    if (!hasTrace(text, start, length)) {
      return null;
    }
    String whole = new String(text, start, length);
    for (Kind kind : KINDS) {
      Matcher matcher = kind.pattern.matcher(whole);
      if (matcher.find() && !isPlaceholder(matcher.group())) {
        return kind.name;
      }
    }
    return null;
  }

  /** Whether a pattern could match at all: almost every text ends here. */
  private static boolean hasTrace(char[] text, int start, int length) {
    for (int i = start + 2, end = start + length - 10; i < end; i++) {
      switch (text[i]) {
        case '-' -> {
          if ((text[i - 1] == 'k' && text[i - 2] == 's')
              || (text[i - 1] == '-' && text[i + 1] == '-')) {
            return true;
          }
        }
        case '_' -> {
          if ((text[i - 1] == 'f' && text[i - 2] == 'h')
              || (text[i - 2] == 'h' && i > start + 2 && text[i - 3] == 'g')) {
            return true;
          }
        }
        case 'I' -> {
          if ((text[i - 1] == 'K' || text[i - 1] == 'S') && text[i + 1] == 'A') {
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  /**
   * Samples such as {@code sk-xxxxxxxxxxxxxxxxxxxxxxxx}: no key has so few different characters.
   */
  private static boolean isPlaceholder(String match) {
    return !match.startsWith("-----") && match.chars().skip(4).distinct().count() < 6;
  }
}
