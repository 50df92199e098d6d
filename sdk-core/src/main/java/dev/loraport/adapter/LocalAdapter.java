package dev.loraport.adapter;

import dev.loraport.Providers;
import dev.loraport.catalog.Facts;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.internal.json.Parts;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What an adapter on this machine is, by its configuration and the headers of its weights. No
 * tensor is ever read, and no key and no network is needed:
 *
 * <pre>{@code
 * LocalAdapter adapter = LocalAdapter.inspect(Path.of("support-lora"));
 * AdapterFit fit = adapter.fits("fireworks", "accounts/fireworks/models/qwen3-8b");
 * fit.refusals().forEach(refusal -> log(refusal.toString()));
 * }</pre>
 *
 * @param path the folder or the archive
 * @param peftType the kind of adapter in PEFT's words, such as {@code LORA}
 * @param rank the rank of most modules; absent for kinds without one
 * @param alpha the scale
 * @param dropout the share of dropped activations while it was trained, from 0 to 1
 * @param targetModules the modules that the configuration names; where it has a pattern instead,
 *     the last names of {@link #modules}
 * @param targetPattern the pattern that the configuration has in place of a list, such as {@code
 *     all-linear}
 * @param baseModel the base model by the name that the training gave it
 * @param variants what goes beyond plain LoRA, such as {@code dora}, {@code rslora}, {@code
 *     modules_to_save}
 * @param modules the modules that have weights, with {@code *} for the number of a layer or expert,
 *     such as {@code model.layers.*.self_attn.q_proj}; empty for weights that are a pickle
 * @param moduleRanks one module of each rank that occurs, with its rank: the first in the file, by
 *     its whole path; for weights that are a pickle, the names and patterns of {@code rank_pattern}
 * @param dtypes how many tensors there are of each type, such as {@code BF16}
 * @param tensors how many tensors there are
 * @param pairs how many of the modules have both matrices
 * @param parameters how many numbers the tensors hold
 * @param files the files of the adapter: the configuration, the weights, and their index if they
 *     are in several files
 * @param bytes the size of these files in bytes, unpacked
 * @param findings what is wrong with it wherever it goes, the first 100
 */
public record LocalAdapter(
    String path,
    String peftType,
    OptionalInt rank,
    OptionalDouble alpha,
    OptionalDouble dropout,
    List<String> targetModules,
    Optional<String> targetPattern,
    Optional<String> baseModel,
    List<String> variants,
    List<String> modules,
    Map<String, Integer> moduleRanks,
    Map<String, Long> dtypes,
    int tensors,
    int pairs,
    long parameters,
    List<String> files,
    long bytes,
    List<AdapterFinding> findings) {
  /** The name of the configuration. */
  public static final String CONFIG = "adapter_config.json";

  public LocalAdapter {
    Objects.requireNonNull(path, "path");
    peftType = Parts.text(peftType);
    rank = Parts.optional(rank);
    alpha = Parts.optional(alpha);
    dropout = Parts.optional(dropout);
    targetModules = Parts.list(targetModules);
    targetPattern = Parts.optional(targetPattern);
    baseModel = Parts.optional(baseModel);
    variants = Parts.list(variants);
    modules = Parts.list(modules);
    moduleRanks = Parts.map(moduleRanks);
    dtypes = Parts.map(dtypes);
    files = Parts.list(files);
    findings = Parts.list(findings);
  }

  /**
   * Looks at a PEFT adapter. What is read is bounded, whatever the files say of themselves: the
   * configuration to 1 MiB, the header of a file of weights to 32 MiB and 250,000 tensors.
   *
   * @param path the folder that PEFT has saved, or a zip archive of it with the files at its root
   *     or in one folder
   * @throws UploadException if it is no adapter or a file of it is broken; the message names the
   *     file and the place in it
   */
  public static LocalAdapter inspect(Path path) {
    try (AdapterFiles files = AdapterFiles.open(path)) {
      return new AdapterInspection(files).run();
    }
  }

  /**
   * What a provider would refuse today, by the dated facts of its module.
   *
   * @param provider the provider, such as {@code nebius}; its module must be on the path
   * @param baseModel the name of the base model at the provider
   * @throws dev.loraport.error.ConfigurationException if nothing is known of the provider
   */
  public AdapterFit fits(String provider, String baseModel) {
    return fits(Providers.facts(provider), baseModel, LocalDate.now(ZoneOffset.UTC));
  }

  /**
   * What a provider would refuse on a day. Where no source speaks for the day there is a warning,
   * and no refusal.
   *
   * @param facts what is known of the provider
   * @param baseModel the name of the base model at the provider; empty if it is not known
   * @param asOf the day
   */
  public AdapterFit fits(Facts facts, String baseModel, LocalDate asOf) {
    return new AdapterRules(facts, asOf).judge(this, baseModel);
  }

  /**
   * A file beside the configuration, to be uploaded.
   *
   * @param name its name, such as one of {@link #files}
   * @return nothing if there is no such file (any more)
   */
  public Optional<FileSource> source(String name) {
    try (AdapterFiles open = AdapterFiles.open(Path.of(path))) {
      return open.source(name);
    }
  }

  /**
   * The {@link #files} to be uploaded, the configuration first.
   *
   * @throws UploadException if one of them is gone
   */
  public List<FileSource> sources() {
    try (AdapterFiles open = AdapterFiles.open(Path.of(path))) {
      return files.stream()
          .map(
              name ->
                  open.source(name)
                      .orElseThrow(() -> open.broken(name, "it is gone; inspect it anew", null)))
          .toList();
    }
  }

  /**
   * Writes the adapter's files into a zip archive, at its root: what Nebius takes, and what
   * Together fetches. The archive appears under its name only when it is whole.
   *
   * @param zip the archive; replaced if it is there
   * @throws UploadException if a file can't be read or written, or has changed its size
   */
  public void writeZip(Path zip) {
    AdapterWriting.zip(sources(), zip);
  }

  /**
   * Writes the adapter's files into a folder: what Fireworks takes. Each file appears under its
   * name only when it is whole, the configuration last.
   *
   * @param folder the folder; made if it is not there
   * @return the files
   * @throws UploadException if a file can't be read or written, or has changed its size
   */
  public List<Path> writeFolder(Path folder) {
    return AdapterWriting.folder(sources(), folder);
  }

  /** What is wrong with it wherever it goes, in one line; empty if nothing is. */
  public Optional<String> problem() {
    return AdapterInspection.errors(findings);
  }
}
