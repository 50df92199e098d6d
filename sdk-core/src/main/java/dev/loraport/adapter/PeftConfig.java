package dev.loraport.adapter;

import dev.loraport.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The configuration of an adapter, {@code adapter_config.json}, as PEFT 0.4 to 0.18 write it. */
final class PeftConfig {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_RANK = 1 << 20;
  private static final String TARGETS = "target_modules";

  private final AdapterFiles files;
  private final Json json;

  private PeftConfig(AdapterFiles files, Json json) {
    this.files = files;
    this.json = json;
  }

  static PeftConfig read(AdapterFiles files) {
    byte[] bytes;
    try (InputStream in = files.open(LocalAdapter.CONFIG)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw files.broken(LocalAdapter.CONFIG, "it can't be read: " + e, e);
    }
    if (bytes.length > MAX_BYTES) {
      throw files.broken(
          LocalAdapter.CONFIG,
          "it has over " + MAX_BYTES + " bytes, which no configuration has",
          null);
    }
    try {
      Json json = Json.parse(bytes);
      if (json.kind() != Json.Kind.OBJECT) {
        throw files.broken(LocalAdapter.CONFIG, "it is no JSON object", null);
      }
      return new PeftConfig(files, json);
    } catch (IllegalArgumentException e) {
      throw files.broken(LocalAdapter.CONFIG, "it is no JSON: " + e.getMessage(), e);
    }
  }

  Json get(String field) {
    return json.get(field);
  }

  /** The kind of adapter; older files of LoRA leave it out. */
  String type() {
    return get("peft_type").string().map(text -> text.toUpperCase(Locale.ROOT)).orElse("LORA");
  }

  boolean isLora() {
    return type().equals("LORA");
  }

  Optional<Integer> rank() {
    Json field = get("r");
    if (field.isAbsent() && !isLora()) {
      return Optional.empty();
    }
    return Optional.of(rank("r", field));
  }

  private int rank(String name, Json field) {
    long rank =
        field
            .integer()
            .orElseThrow(
                () ->
                    files.broken(
                        LocalAdapter.CONFIG,
                        "field " + name + ": no whole number; it is the rank",
                        null));
    if (rank < 1 || rank > MAX_RANK) {
      throw files.broken(
          LocalAdapter.CONFIG, "field " + name + ": the rank can't be " + rank, null);
    }
    return (int) rank;
  }

  /** The modules with a rank of their own, by the names or patterns that the configuration has. */
  Map<String, Integer> rankPattern() {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    get("rank_pattern")
        .members()
        .forEach(
            (module, field) ->
                ranks.put(module, rank("rank_pattern." + Shown.name(module), field)));
    return ranks;
  }

  /** The target modules if they are listed; nothing if there is a pattern. */
  List<String> targets() {
    Json field = get(TARGETS);
    List<String> names = new ArrayList<>();
    for (Json element : field.elements()) {
      names.add(
          element
              .string()
              .orElseThrow(
                  () ->
                      files.broken(
                          LocalAdapter.CONFIG,
                          "field target_modules: no name but " + kind(element),
                          null)));
    }
    if (isLora()
        && names.isEmpty()
        && field.string().filter(text -> !text.isBlank()).isEmpty()
        && !isSet("target_parameters")) {
      throw files.broken(
          LocalAdapter.CONFIG,
          "field target_modules: neither a list of names, such as [\"q_proj\", \"v_proj\"], nor a"
              + " pattern",
          null);
    }
    return names;
  }

  private static String kind(Json json) {
    return json.kind().name().toLowerCase(Locale.ROOT);
  }

  Optional<Double> number(String field) {
    return get(field).number().map(Number::doubleValue).filter(Double::isFinite);
  }

  /** What goes beyond plain LoRA. */
  List<String> variants() {
    List<String> found = new ArrayList<>();
    add(found, "dora", isSet("use_dora"));
    add(found, "rslora", isSet("use_rslora"));
    add(found, "qalora", isSet("use_qalora"));
    String bias = get("bias").string().orElse("none");
    add(found, "bias", !bias.equals("none") || isSet("lora_bias"));
    for (String field :
        List.of(
            "modules_to_save",
            "rank_pattern",
            "alpha_pattern",
            "layer_replication",
            "target_parameters",
            "trainable_token_indices")) {
      add(found, field, isSet(field));
    }
    // these change the base weights too, so that the adapter alone does not say it all
    String init = get("init_lora_weights").string().orElse("").toLowerCase(Locale.ROOT);
    for (String method : List.of("pissa", "olora", "corda", "loftq")) {
      add(found, method, init.startsWith(method));
    }
    return found;
  }

  private static void add(List<String> found, String name, boolean there) {
    if (there) {
      found.add(name);
    }
  }

  boolean isSet(String field) {
    Json value = get(field);
    return switch (value.kind()) {
      case BOOLEAN -> value.bool().orElse(false);
      case ARRAY -> !value.elements().isEmpty();
      case OBJECT -> !value.members().isEmpty();
      case MISSING, NULL -> false;
      default -> true;
    };
  }
}
