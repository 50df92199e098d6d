package dev.loraport.adapter;

import dev.loraport.dataset.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Puts together what the configuration and the headers of an adapter say. */
final class AdapterInspection {
  private static final int MAX_FINDINGS = 100;

  private final AdapterFiles files;
  private final List<AdapterFinding> findings = new ArrayList<>();

  AdapterInspection(AdapterFiles files) {
    this.files = files;
  }

  LocalAdapter run() {
    PeftConfig config = PeftConfig.read(files);
    List<String> targets = config.targets();
    Map<String, Integer> rankPattern = config.rankPattern();
    WeightFiles weights = new WeightFiles(files, this::found).read();
    Matrices matrices =
        new Matrices(
            new ModuleRanks(config.rank(), rankPattern),
            config.isSet("target_parameters"),
            this::found);
    Map<String, Long> types = new TreeMap<>();
    long parameters = 0;
    for (Safetensors.Tensor tensor : weights.tensors()) {
      types.merge(tensor.type(), 1L, Long::sum);
      parameters += Math.max(0, tensor.numbers());
      matrices.add(tensor);
    }
    if (weights.names().contains(WeightFiles.PICKLE)) {
      found(
          Severity.WARNING,
          "pickle",
          WeightFiles.PICKLE,
          "the weights are a pickle, which runs code when it is loaded, and was not looked into;"
              + " save them as safetensors");
    } else if (config.isLora()) {
      matrices.check(targets);
      compare(config, matrices);
    }
    for (String type : types.keySet()) {
      if (!Safetensors.isType(type)) {
        found(
            Severity.WARNING,
            "type",
            type,
            "a type of numbers that is not known here; the size of its tensors was not checked");
      }
    }
    List<String> all = new ArrayList<>(List.of(LocalAdapter.CONFIG));
    all.addAll(weights.names());
    return new LocalAdapter(
        files.path().toString(),
        config.type(),
        config.rank().map(OptionalInt::of).orElseGet(OptionalInt::empty),
        number(config.number("lora_alpha")),
        number(config.number("lora_dropout")),
        targets.isEmpty() ? matrices.lastNames() : targets,
        config.get("target_modules").string(),
        config.get("base_model_name_or_path").string().filter(name -> !name.isBlank()),
        config.variants(),
        matrices.modules(),
        weights.tensors().isEmpty() ? rankPattern : matrices.ranks(),
        types,
        weights.tensors().size(),
        matrices.pairs(),
        parameters,
        all,
        all.stream().mapToLong(files::size).sum(),
        findings);
  }

  private void compare(PeftConfig config, Matrices matrices) {
    if (matrices.hasMagnitudes() != config.isSet("use_dora")) {
      found(
          Severity.ERROR,
          "dora",
          LocalAdapter.CONFIG + ": use_dora",
          matrices.hasMagnitudes()
              ? "the weights have the magnitudes of DoRA, and the configuration does not say so"
              : "the configuration says DoRA, and the weights have no magnitudes");
    }
    Set<String> saved = new TreeSet<>(matrices.others());
    config.get("modules_to_save").elements().stream()
        .flatMap(name -> name.string().stream())
        .distinct()
        .forEach(name -> saved.removeIf(path -> Matrices.isNamed(path, name)));
    if (!saved.isEmpty()
        && !config.isSet("modules_to_save")
        && !config.variants().contains("bias")) {
      found(
          Severity.WARNING,
          "other-tensors",
          saved.iterator().next(),
          "the weights hold whole modules beside the pairs of LoRA, which the configuration does not"
              + " name; a loader may refuse them: "
              + saved.stream().limit(5).collect(Collectors.joining(", ")));
    }
  }

  private static OptionalDouble number(Optional<Double> number) {
    return number.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  private void found(Severity severity, String code, String where, String message) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(new AdapterFinding(severity, code, where, message));
    }
  }

  /** The first error and how many more there are. */
  static Optional<String> errors(List<AdapterFinding> findings) {
    List<AdapterFinding> errors =
        findings.stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
    return errors.isEmpty()
        ? Optional.empty()
        : Optional.of(
            errors.get(0)
                + (errors.size() > 1 ? " (and " + (errors.size() - 1) + " more errors)" : ""));
  }

  /** Takes what is found. */
  @FunctionalInterface
  interface Log {
    /** One thing more. */
    void found(Severity severity, String code, String where, String message);
  }
}
