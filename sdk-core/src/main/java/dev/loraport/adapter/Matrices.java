package dev.loraport.adapter;

import dev.loraport.dataset.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pairs of matrices of LoRA, by the names that PEFT gives them: {@code
 * base_model.model.<module>.lora_A.weight} of shape rank by inputs, and {@code lora_B} of outputs
 * by rank.
 */
final class Matrices {
  private static final String PREFIX = "base_model.model.";
  private static final String MAGNITUDE = ".lora_magnitude_vector";
  private static final List<String> FIRST = List.of(".lora_A.", ".lora_embedding_A");
  private static final List<String> SECOND = List.of(".lora_B.", ".lora_embedding_B");
  private static final Pattern NUMBER = Pattern.compile("(?<=^|\\.)[0-9]+(?=\\.|$)");
  private static final int MAX_KINDS = 1_000;
  private static final int A = 0;
  private static final int B = 1;

  private final ModuleRanks expected;
  private final boolean stacked;
  private final AdapterInspection.Log log;
  // the ranks of both matrices; 0 for one that is not there
  private final Map<String, long[]> found = new LinkedHashMap<>();
  private final Map<Integer, String> ranks = new TreeMap<>();
  private final Set<String> modules = new TreeSet<>();
  private final Set<String> others = new TreeSet<>();
  private boolean magnitudes;
  private int pairs;

  /**
   * Makes them.
   *
   * @param expected the ranks that the configuration gives
   * @param stacked whether the matrices of several experts may be one tensor
   * @param log takes what is wrong
   */
  Matrices(ModuleRanks expected, boolean stacked, AdapterInspection.Log log) {
    this.expected = expected;
    this.stacked = stacked;
    this.log = log;
  }

  void add(Safetensors.Tensor tensor) {
    String name = tensor.name();
    if (name.contains(MAGNITUDE)) {
      magnitudes = true;
    } else if (!half(tensor, FIRST, A) && !half(tensor, SECOND, B)) {
      keep(others, general(path(name, name.lastIndexOf('.'))));
    }
  }

  private boolean half(Safetensors.Tensor tensor, List<String> marks, int which) {
    String name = tensor.name();
    for (String mark : marks) {
      int at = name.lastIndexOf(mark);
      if (at < 0 || name.startsWith(".bias", name.length() - ".bias".length())) {
        continue;
      }
      if (tensor.shape().length < 2) {
        log.found(
            Severity.ERROR, "shape", Shown.name(name), "a matrix of LoRA has two axes or more");
        return true;
      }
      String module = path(name, at);
      // the rank is the rows of the first and the columns of the second
      found.computeIfAbsent(module, key -> new long[2])[which] = Math.max(1, tensor.shape()[which]);
      keep(modules, general(module));
      return true;
    }
    return false;
  }

  private static String path(String name, int end) {
    int from = name.startsWith(PREFIX) ? PREFIX.length() : 0;
    return end > from ? name.substring(from, end) : name;
  }

  // the same module of all layers, and of all experts
  private static String general(String path) {
    return NUMBER.matcher(path).replaceAll("*");
  }

  private static void keep(Set<String> set, String path) {
    if (set.size() < MAX_KINDS) {
      set.add(shown(path));
    }
  }

  private static String shown(String path) {
    return Shown.name(path).replace("\"", "");
  }

  /** Finds halves without the other, ranks that don't agree, and targets without weights. */
  void check(List<String> targets) {
    if (found.isEmpty()) {
      log.found(
          Severity.ERROR,
          "pairs",
          WeightFiles.WHOLE,
          "it has no tensor named lora_A or lora_B as PEFT names them; convert it to the format of"
              + " PEFT");
      return;
    }
    for (Map.Entry<String, long[]> pair : found.entrySet()) {
      check(pair.getKey(), pair.getValue()[A], pair.getValue()[B]);
    }
    List<String> without =
        targets.stream()
            .distinct()
            .filter(target -> modules.stream().noneMatch(path -> isNamed(path, target)))
            .limit(10)
            .map(Shown::name)
            .toList();
    if (!without.isEmpty()) {
      log.found(
          Severity.WARNING,
          "targets",
          LocalAdapter.CONFIG + ": target_modules",
          "there are no weights for " + String.join(", ", without));
    }
  }

  private void check(String path, long first, long second) {
    if (first == 0 || second == 0) {
      log.found(
          Severity.ERROR,
          "pairs",
          Shown.name(path),
          "it has lora_" + (first == 0 ? "B" : "A") + " and no lora_" + (first == 0 ? "A" : "B"));
      return;
    }
    pairs++;
    if (first != second) {
      log.found(
          Severity.ERROR,
          "rank",
          Shown.name(path),
          "lora_A is of rank " + first + " and lora_B of rank " + second);
      return;
    }
    Set<Integer> allowed = expected.of(path);
    Optional<Integer> agreed = allowed.stream().filter(rank -> fits(rank, first)).findFirst();
    if (agreed.isEmpty() && !allowed.isEmpty()) {
      log.found(
          Severity.ERROR,
          "rank",
          Shown.name(path),
          "its matrices are of rank "
              + first
              + ", and the configuration says r = "
              + allowed.stream().map(String::valueOf).collect(Collectors.joining(" or ")));
    }
    int rank = agreed.orElse((int) Math.min(first, Integer.MAX_VALUE));
    if (ranks.size() < MAX_KINDS && !ranks.containsKey(rank)) {
      ranks.put(rank, shown(path));
    }
  }

  // experts that are one tensor have their matrices one below the other
  private boolean fits(int rank, long found) {
    return rank == found || (found > rank && found % rank == 0 && stacked);
  }

  /** Whether the path is that of a module of this name, as PEFT finds it. */
  static boolean isNamed(String path, String name) {
    int from = path.length() - name.length();
    return path.endsWith(name) && (from == 0 || path.charAt(from - 1) == '.');
  }

  List<String> modules() {
    return List.copyOf(modules);
  }

  List<String> lastNames() {
    return modules.stream()
        .map(path -> path.substring(path.lastIndexOf('.') + 1))
        .distinct()
        .toList();
  }

  List<String> others() {
    return new ArrayList<>(others);
  }

  /** The first module of each rank, by their ranks. */
  Map<String, Integer> ranks() {
    Map<String, Integer> modules = new LinkedHashMap<>();
    ranks.forEach((rank, module) -> modules.put(module, rank));
    return modules;
  }

  boolean hasMagnitudes() {
    return magnitudes;
  }

  int pairs() {
    return pairs;
  }
}
