package dev.loraport.adapter;

import dev.loraport.catalog.FactAnswer;
import dev.loraport.catalog.Facts;
import dev.loraport.dataset.Severity;
import dev.loraport.json.Json;
import dev.loraport.spi.BaseNames;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Holds an adapter against the dated facts of a provider. What a provider takes is said by its
 * facts alone:
 *
 * <ul>
 *   <li>{@code adapter.upload}: whether it takes adapters of others, true or false
 *   <li>{@code adapter.types}: the kinds of adapter that it takes, in PEFT's words
 *   <li>{@code adapter.files}: the names that the file of weights may have
 *   <li>{@code adapter.rank.min}, {@code adapter.rank.max}
 *   <li>{@code adapter.modules}: the modules that may have weights
 *   <li>{@code adapter.modules.listed}: whether the configuration must list its modules, and not
 *       give a pattern
 *   <li>{@code adapter.dtypes}: the types of numbers that it takes
 *   <li>{@code adapter.variants}: what it takes beyond plain LoRA
 *   <li>{@code adapter.bytes.max}: the most bytes of an archive of its files
 * </ul>
 */
final class AdapterRules {
  // what nobody refuses, as far as is known
  private static final Set<String> USUAL_TYPES = Set.of("F32", "F16", "BF16");

  private final Facts facts;
  private final LocalDate asOf;
  private final List<AdapterFinding> findings = new ArrayList<>();
  private String base = "";

  AdapterRules(Facts facts, LocalDate asOf) {
    this.facts = facts;
    this.asOf = asOf;
  }

  AdapterFit judge(LocalAdapter adapter, String baseModel) {
    base = baseModel;
    // what is wrong anywhere is wrong here
    findings.addAll(adapter.findings());
    upload();
    base(adapter);
    oneOf(
        "adapter.types",
        "peft-type",
        "adapter_config.json: peft_type",
        List.of(adapter.peftType()),
        "adapters of the kind");
    weights(adapter);
    rank(adapter);
    listed(adapter);
    modules(adapter);
    types(adapter);
    variants(adapter);
    size(adapter);
    return new AdapterFit(facts.provider(), baseModel, asOf, findings);
  }

  private FactAnswer ask(String topic) {
    return facts.ask(topic, base, asOf);
  }

  private void upload() {
    FactAnswer answer = ask("adapter.upload");
    if (answer.isNo()) {
      refuse(
          "upload",
          "",
          facts.provider() + " takes no adapters of others",
          answer,
          "choose another provider");
    } else if (!answer.isYes()) {
      doubt(
          "upload",
          "",
          "no source says whether " + facts.provider() + " takes adapters of others on " + asOf);
    }
  }

  private void base(LocalAdapter adapter) {
    if (base.isEmpty()) {
      return;
    }
    adapter
        .baseModel()
        .flatMap(
            trained ->
                BaseNames.contradiction(trained, base)
                    .map(
                        words ->
                            "trained on "
                                + trained
                                + ", which is not "
                                + base
                                + " ("
                                + words
                                + "); publish it for the base it was trained on"))
        .ifPresent(
            message ->
                found(
                    Severity.ERROR,
                    "base",
                    "adapter_config.json: base_model_name_or_path",
                    message));
  }

  private void weights(LocalAdapter adapter) {
    List<String> weights = adapter.files().stream().filter(WeightFiles::isWeights).toList();
    if (weights.size() == 1) {
      oneOf("adapter.files", "files", "", weights, "weights in");
      return;
    }
    FactAnswer answer = ask("adapter.files");
    String shards = "the weights are in " + weights.size() + " files, and ";
    if (answer.fact().isPresent()) {
      refuse(
          "files",
          weights.get(0),
          shards + facts.provider() + " takes one",
          answer,
          "save them as one file");
    } else {
      doubt(
          "files",
          weights.get(0),
          shards + "no source says whether " + facts.provider() + " takes more than one");
    }
  }

  private void rank(LocalAdapter adapter) {
    OptionalInt usual = adapter.rank();
    usual.ifPresent(rank -> rank("adapter_config.json: r", "the rank", rank, rank));
    // modules of the usual rank would only say the same again
    List<Map.Entry<String, Integer>> others =
        adapter.moduleRanks().entrySet().stream()
            .filter(module -> usual.isEmpty() || usual.getAsInt() != module.getValue())
            .sorted(Map.Entry.comparingByValue())
            .toList();
    if (others.isEmpty()) {
      return;
    }
    String where =
        adapter.tensors() == 0 ? "adapter_config.json: rank_pattern" : adapter.files().get(1);
    Map.Entry<String, Integer> lowest = others.get(0);
    Map.Entry<String, Integer> highest = others.get(others.size() - 1);
    rank(where, "the rank of " + Shown.name(lowest.getKey()), lowest.getValue(), -1);
    rank(where, "the rank of " + Shown.name(highest.getKey()), -1, highest.getValue());
  }

  // a rank below 0 is not held against its limit
  private void rank(String where, String what, int lowest, int highest) {
    FactAnswer least = ask("adapter.rank.min");
    FactAnswer most = ask("adapter.rank.max");
    number(least)
        .filter(limit -> lowest >= 0 && lowest < limit)
        .ifPresent(limit -> rank(where, what, lowest, limit + " or more", least));
    number(most)
        .filter(limit -> highest > limit)
        .ifPresent(limit -> rank(where, what, highest, limit + " at the most", most));
  }

  private void rank(String where, String what, int rank, String limit, FactAnswer answer) {
    refuse(
        "rank",
        where,
        what + " is " + rank + ", and " + facts.provider() + " takes " + limit,
        answer,
        "train it with such a rank");
  }

  private static Optional<Long> number(FactAnswer answer) {
    return answer.value().flatMap(Json::integer);
  }

  private void listed(LocalAdapter adapter) {
    FactAnswer answer = ask("adapter.modules.listed");
    if (answer.isYes() && adapter.targetPattern().isPresent()) {
      refuse(
          "modules-listed",
          "adapter_config.json: target_modules",
          "it is the pattern "
              + Shown.name(adapter.targetPattern().get())
              + ", and "
              + facts.provider()
              + " wants a list of names",
          answer,
          "write " + Json.strings(adapter.targetModules().stream().limit(20).toList()) + " there");
    }
  }

  private void modules(LocalAdapter adapter) {
    FactAnswer answer = ask("adapter.modules");
    List<String> known = texts(answer);
    if (known.isEmpty()) {
      return;
    }
    List<String> named = adapter.modules().isEmpty() ? adapter.targetModules() : adapter.modules();
    List<String> refused =
        named.stream()
            .filter(path -> known.stream().noneMatch(name -> Matrices.isNamed(path, name)))
            .limit(10)
            .toList();
    if (!refused.isEmpty()) {
      refuse(
          "modules",
          adapter.modules().isEmpty() ? "adapter_config.json: target_modules" : WeightFiles.WHOLE,
          facts.provider()
              + " serves no adapter of "
              + String.join(", ", refused)
              + "; it takes "
              + String.join(", ", known),
          answer,
          "train it on these");
    }
  }

  private void types(LocalAdapter adapter) {
    FactAnswer answer = ask("adapter.dtypes");
    List<String> known = texts(answer);
    for (String type : adapter.dtypes().keySet()) {
      if (!known.isEmpty() && !known.contains(type)) {
        refuse(
            "dtype",
            type,
            facts.provider() + " takes no tensors of " + type,
            answer,
            "save it as one of " + known);
      } else if (known.isEmpty() && !USUAL_TYPES.contains(type)) {
        doubt(
            "dtype",
            type,
            "no source says that "
                + facts.provider()
                + " takes tensors of "
                + type
                + "; BF16, F16 and F32 are usual");
      }
    }
  }

  private void variants(LocalAdapter adapter) {
    List<String> known = texts(ask("adapter.variants"));
    for (String variant : adapter.variants()) {
      if (!known.contains(variant)) {
        doubt(
            "variant",
            "adapter_config.json: " + variant,
            "no source says that "
                + facts.provider()
                + " serves adapters with "
                + variant
                + "; try it before you rely on it");
      }
    }
  }

  private void size(LocalAdapter adapter) {
    FactAnswer answer = ask("adapter.bytes.max");
    long limit = number(answer).orElse(Long.MAX_VALUE);
    String words =
        "it has " + adapter.bytes() + " bytes, and " + facts.provider() + " takes " + limit;
    // weights hardly shrink
    if (adapter.bytes() / 5 * 4 > limit) {
      refuse(
          "size",
          "",
          words + " packed",
          answer,
          "train it with a lower rank or fewer modules, or save it as BF16");
    } else if (adapter.bytes() > limit) {
      doubt("size", "", words + "; packed it may just be under that");
    }
  }

  private void oneOf(String topic, String code, String where, List<String> given, String what) {
    FactAnswer answer = ask(topic);
    List<String> known = texts(answer);
    for (String one : given) {
      if (!known.isEmpty() && !known.contains(one)) {
        refuse(
            code,
            where.isEmpty() ? one : where,
            facts.provider() + " takes no " + what + " " + one,
            answer,
            "it takes " + String.join(" or ", known));
      }
    }
  }

  private static List<String> texts(FactAnswer answer) {
    return answer.value().map(Json::elements).orElse(List.of()).stream()
        .flatMap(element -> element.string().stream())
        .toList();
  }

  private void refuse(String code, String where, String what, FactAnswer answer, String way) {
    String source = answer.fact().map(fact -> " (" + fact.cite() + ")").orElse("");
    found(Severity.ERROR, code, where, what + source + "; " + way);
  }

  private void doubt(String code, String where, String message) {
    found(Severity.WARNING, code, where, message);
  }

  private void found(Severity severity, String code, String where, String message) {
    findings.add(new AdapterFinding(severity, code, where, message));
  }
}
