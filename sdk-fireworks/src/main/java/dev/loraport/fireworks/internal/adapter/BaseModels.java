package dev.loraport.fireworks.internal.adapter;

import dev.loraport.Capability;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.spi.Fields;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether an adapter can belong to a base model, as far as names tell. The trainer knows the base
 * by its name at Hugging Face, Fireworks by one of its own: only what contradicts, size or family,
 * is held against it.
 */
final class BaseModels {
  private static final Pattern SIZE = Pattern.compile("(?<![a-z0-9])(\\d+(?:[.p]\\d+)?)b(?![a-z])");
  private static final Pattern FAMILY =
      Pattern.compile(
          "qwen|llama|mistral|mixtral|gemma|phi|deepseek|kimi|glm|gpt-oss|minimax|nemotron|granite");

  private BaseModels() {}

  /**
   * Refuses a base that takes no adapters.
   *
   * @throws UnsupportedCapabilityException if the provider says so
   */
  static void takesAdapters(ResourceName base, Json model) {
    if (!Fields.of(model).bool("supportsLora").orElse(true)) {
      throw new UnsupportedCapabilityException(
          Settings.PROVIDER,
          Capability.ADAPTER_UPLOAD,
          "its model " + base + " takes no adapters (supportsLora is false); name another base");
    }
  }

  /**
   * What speaks against the name by which the adapter knows its base.
   *
   * @param trained the name in the adapter's configuration
   * @param base the base at Fireworks
   * @param model what Fireworks says of it
   * @return nothing if they may be one
   */
  static Optional<String> contradiction(String trained, ResourceName base, Json model) {
    // a path on the machine of the training says nothing
    if (!trained.matches("[A-Za-z0-9][^/\\\\]*/[^/\\\\]+")) {
      return Optional.empty();
    }
    String name = trained.substring(trained.indexOf('/') + 1);
    String known =
        base.id() + " " + model.get("huggingFaceUrl").string().map(BaseModels::last).orElse("");
    return disjoint(name, known, SIZE).or(() -> disjoint(name, known, FAMILY));
  }

  private static String last(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
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
