package dev.loraport.spi;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether two names can be those of one base model. A trainer knows the base by its name at Hugging
 * Face, a provider often by one of its own: only what contradicts, size or family, speaks against
 * it.
 */
public final class BaseNames {
  private static final Pattern SIZE = Pattern.compile("(?<![a-z0-9])(\\d+(?:[.p]\\d+)?)b(?![a-z])");
  private static final Pattern FAMILY =
      Pattern.compile(
          "qwen|llama|mistral|mixtral|gemma|phi|deepseek|kimi|glm|gpt-oss|minimax|nemotron|granite");

  private BaseNames() {}

  /**
   * What speaks against the name by which an adapter knows its base.
   *
   * @param trained the name in the adapter's configuration; a path on the machine of the training
   *     says nothing
   * @param known what the provider calls the base, all its names in one text
   * @return nothing if they may be one
   */
  public static Optional<String> contradiction(String trained, String known) {
    if (!trained.matches("[A-Za-z0-9][^/\\\\]*/[^/\\\\]+")) {
      return Optional.empty();
    }
    String name = trained.substring(trained.indexOf('/') + 1);
    return disjoint(name, known, SIZE).or(() -> disjoint(name, known, FAMILY));
  }

  private static Optional<String> disjoint(String name, String known, Pattern words) {
    Set<String> mine = found(name, words);
    Set<String> theirs = found(known, words);
    boolean differ =
        !mine.isEmpty() && !theirs.isEmpty() && mine.stream().noneMatch(theirs::contains);
    return differ ? Optional.of(mine + " against " + theirs) : Optional.empty();
  }

  private static Set<String> found(String text, Pattern words) {
    boolean sizes = words == SIZE;
    return words
        .matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        // in names at Fireworks a dot is written p
        .map(word -> sizes ? word.replace('p', '.') : word)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
