package dev.loraport.together.internal.tuning;

import dev.loraport.file.RemoteFile;
import dev.loraport.json.Json;
import dev.loraport.together.TogetherLimits;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a job can learn from a file, by what Together has found in it. Words that are not known
 * refuse nothing: the provider says that its report may change.
 */
final class DataRules {
  private static final Set<String> OF_SFT = Set.of("conversation", "instruction", "general");
  private static final String OTHER = "choose another file, method or model";

  private final RemoteFile file;
  private final Json report;
  private final String model;

  private DataRules(RemoteFile file, String model) {
    this.file = file;
    this.report = file.extra().getOrDefault("validation_report", Json.missing());
    this.model = model;
  }

  /**
   * Refuses a file before a job is created.
   *
   * @param job the request
   * @throws IllegalArgumentException with the file and what to change
   */
  static void check(RemoteFile file, Json job, Optional<TogetherLimits> limits) {
    DataRules rules = new DataRules(file, job.get("model").string().orElse(""));
    rules.format(job.get("training_method").get("method").string().orElse(""));
    limits.ifPresent(rules::features);
  }

  private void format(String method) {
    String found = report.get("dataset_format").string().orElse("").toLowerCase(Locale.ROOT);
    if (method.equals("dpo") && OF_SFT.contains(found)) {
      throw refused("rows of format " + found + ", and dpo learns from preferences alone", OTHER);
    }
    if (method.equals("sft") && found.startsWith("preference")) {
      throw refused("preferences, which dpo alone learns from", OTHER);
    }
  }

  private void features(TogetherLimits limits) {
    // lists of parts count as multimodal without any picture too
    feature(
        "dataset_is_multimodal",
        limits.vision(),
        "contents that are lists of parts, or pictures",
        "write plain texts or take a vision model");
    Json more = Json.object(limits.extra());
    feature("dataset_has_tools", more.get("supports_tools").bool(), "tools", OTHER);
    feature("dataset_has_reasoning", more.get("supports_reasoning").bool(), "reasoning", OTHER);
  }

  private void feature(String flag, Optional<Boolean> supported, String what, String wayOut) {
    if (report.get(flag).bool().orElse(false) && !supported.orElse(true)) {
      throw refused(what + ", which " + model + " does not support at Together", wayOut);
    }
  }

  private IllegalArgumentException refused(String what, String wayOut) {
    return new IllegalArgumentException("file " + file.id() + " has " + what + "; " + wayOut);
  }
}
