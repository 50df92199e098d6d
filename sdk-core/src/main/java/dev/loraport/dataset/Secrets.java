package dev.loraport.dataset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts that look like credentials. What was found is named by its kind and the public
 * beginning of that kind, never shown.
 *
 * <p>A credential is found by how its issuer lets it begin; what begins like any other text, such
 * as a password or 64 hexadecimal digits, is not.
 */
final class Secrets {
  private static final String WORD = "[A-Za-z0-9]";
  private static final String URL_SAFE = "[A-Za-z0-9_-]";

  /** What begins with one of these and goes on so; group 1 is the beginning, 2 the rest. */
  private record Kind(String name, List<String> prefixes, Pattern pattern, boolean random) {}

  private static final List<Kind> KINDS =
      List.of(
          fixed("a private key", "EGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----", "-----B"),
          fixed(
              "a JSON Web Token",
              URL_SAFE + "{8,400}+\\.eyJ" + URL_SAFE + "{8,4000}+\\." + URL_SAFE + "{16}",
              "eyJ"),
          random("an API key", URL_SAFE + "{20,200}", "sk-"),
          random("a Stripe key", WORD + "{16,250}", "sk_live_", "rk_live_", "sk_test_", "rk_test_"),
          random("a Stripe secret", WORD + "{24,100}", "whsec_"),
          random("a Hugging Face token", WORD + "{30,100}", "hf_"),
          random("a Fireworks key", WORD + "{20,100}", "fw_", "fpk_"),
          random("a Together key", URL_SAFE + "{20,100}", "tgp_v1_"),
          random("a Groq key", WORD + "{40,100}", "gsk_"),
          random("a GitHub token", WORD + "{36,100}", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
          random("a GitHub token", "[A-Za-z0-9_]{22,250}", "github_pat_"),
          random("a GitLab token", URL_SAFE + "{20,100}", "glpat-", "gldt-", "glrt-", "glptt-"),
          random("an npm token", WORD + "{36}", "npm_"),
          random("a PyPI token", URL_SAFE + "{50,500}", "pypi-AgEI"),
          random("a Slack token", "[abeprs]-[A-Za-z0-9-]{20,250}", "xox"),
          random(
              "a Slack webhook",
              "T[A-Z0-9]{6,20}/B[A-Z0-9]{6,20}/" + WORD + "{20,50}",
              "hooks.slack.com/services/"),
          random("a Google key", URL_SAFE + "{35}", "AIza"),
          random("a Google client secret", URL_SAFE + "{28}", "GOCSPX-"),
          fixed("an AWS access key", "[A-Z0-9]{16}(?![A-Z0-9])", "AKIA", "ASIA"),
          random(
              "an AWS secret key",
              "(?i:key)[\"']? {0,3}[=:] {0,3}[\"']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])",
              "aws_secret_access_",
              "AWS_SECRET_ACCESS_"),
          random("an Azure key", "[A-Za-z0-9+/]{86}==", "AccountKey="),
          random("a SendGrid key", URL_SAFE + "{22}\\." + URL_SAFE + "{43}", "SG."),
          random("a DigitalOcean token", "[a-f0-9]{64}", "dop_v1_"));

  /** The prefixes as bytes, by their last one. */
  private static final byte[][][] BY_LAST = byLast();

  private Secrets() {}

  /** A kind whose rest is random, so that samples without a digit in it are none. */
  private static Kind random(String name, String rest, String... prefixes) {
    return kind(name, rest, true, prefixes);
  }

  private static Kind fixed(String name, String rest, String... prefixes) {
    return kind(name, rest, false, prefixes);
  }

  private static Kind kind(String name, String rest, boolean random, String... prefixes) {
    String first = String.join("|", prefixes).replace(".", "\\.");
    // the letter of an escape, which JSON as a text has before what begins a line, is no word
    String start = "(?:(?<![A-Za-z0-9])|(?<=\\\\[bfnrt]))";
    Pattern pattern = Pattern.compile(start + "(" + first + ")(" + rest + ")");
    return new Kind(name, List.of(prefixes), pattern, random);
  }

  private static byte[][][] byLast() {
    byte[][][] table = new byte[128][][];
    for (int last = 0; last < table.length; last++) {
      List<byte[]> ending = new ArrayList<>();
      for (Kind kind : KINDS) {
        for (String prefix : kind.prefixes) {
          if (prefix.charAt(prefix.length() - 1) == last) {
            ending.add(prefix.getBytes(StandardCharsets.US_ASCII));
          }
        }
      }
      table[last] = ending.toArray(byte[][]::new);
    }
    return table;
  }

  /** The kind of the first credential in a text; null if there is none. */
  static @Nullable String find(String text) {
    for (Kind kind : KINDS) {
      Matcher matcher = kind.pattern.matcher(text);
      while (matcher.find()) {
        if (!kind.random) {
          if (!matcher.group().endsWith("EXAMPLE")) {
            return kind.name;
          }
        } else if (isRandom(matcher.group(2))) {
          return kind.name + " (" + matcher.group(1) + "…)";
        }
      }
    }
    return null;
  }

  /** The pairs of characters with which a prefix ends: those that {@link #traceIn} looks at. */
  static Set<String> pairs() {
    Set<String> pairs = new TreeSet<>();
    for (Kind kind : KINDS) {
      for (String prefix : kind.prefixes) {
        pairs.add(prefix.substring(prefix.length() - 2));
      }
    }
    return pairs;
  }

  /**
   * Whether a prefix ends in that part of a text, which makes a closer look worth while.
   *
   * @param text has a quote before each text
   */
  static boolean traceIn(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      int last = text[i];
      if (last > 0) {
        for (byte[] prefix : BY_LAST[last]) {
          if (endsWith(text, i + 1, prefix)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean endsWith(byte[] text, int end, byte[] prefix) {
    int start = end - prefix.length;
    if (start < 1) {
      return false;
    }
    for (int k = prefix.length - 2; k >= 0; k--) {
      if (text[start + k] != prefix[k]) {
        return false;
      }
    }
    // in the middle of a word it is none, unless the letter before it is that of an escape
    return !Character.isLetterOrDigit(text[start - 1]) || (start > 1 && text[start - 2] == '\\');
  }

  /** Samples such as {@code sk-xxxxxxxx} or {@code sk-your-key-here} are not. */
  private static boolean isRandom(String rest) {
    return rest.chars().distinct().count() > 5
        && rest.chars().anyMatch(Character::isDigit)
        && !rest.contains("EXAMPLE");
  }
}
