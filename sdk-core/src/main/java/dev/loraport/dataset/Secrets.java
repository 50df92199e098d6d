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
          kind("a Fireworks key (fw_…)", "(?<![A-Za-z0-9])fw_[A-Za-z0-9]{20,100}"),
          kind("a Together key (tgp_v1_…)", "(?<![A-Za-z0-9])tgp_v1_[A-Za-z0-9_-]{20,100}"),
          kind("a GitHub token (ghp_…)", "(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36,100}"),
          kind("an AWS access key (AKIA…)", "(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])"));

  private Secrets() {}

  private static Kind kind(String name, String pattern) {
    return new Kind(name, Pattern.compile(pattern));
  }

  /** The kind of the first credential in a text; null if there is none. */
  static @Nullable String find(String text) {
    for (Kind kind : KINDS) {
      Matcher matcher = kind.pattern.matcher(text);
      if (matcher.find() && !isPlaceholder(matcher.group())) {
        return kind.name;
      }
    }
    return null;
  }

  /** The pairs of characters that {@link #hasTrace} looks behind. */
  static List<String> pairs() {
    return List.of("k-", "--", "f_", "p_", "o_", "u_", "s_", "r_", "w_", "1_", "KI", "SI");
  }

  /**
   * Whether a pattern could match at all: almost every text with one of the pairs ends here. A byte
   * before the text and some behind it must be readable.
   */
  static boolean hasTrace(byte[] text, int start, int end) {
    for (int i = start + 2; i < end - 10; i++) {
      int before = text[i - 1];
      switch (text[i]) {
        case '-' -> {
          if ((before == 'k' && text[i - 2] == 's')
              || (before == '-' && text[i + 1] == '-' && text[i + 2] == '-')) {
            return true;
          }
        }
        case '_' -> {
          if (((before == 'f' || before == 'w') && isPrefix(text[i - 2]))
              || (i > start + 2 && text[i - 2] == 'h' && text[i - 3] == 'g')
              || (before == '1' && text[i - 2] == 'v')) {
            return true;
          }
        }
        case 'I' -> {
          if ((before == 'K' || before == 'S') && text[i + 1] == 'A') {
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  private static boolean isPrefix(int first) {
    return first == 'h' || first == 'f';
  }

  /**
   * Samples such as {@code sk-xxxxxxxxxxxxxxxxxxxxxxxx}: no key has so few different characters.
   */
  private static boolean isPlaceholder(String match) {
    return !match.startsWith("-----") && match.chars().skip(4).distinct().count() < 6;
  }
}
