package dev.loraport.fireworks.internal.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A PEFT folder on this machine, checked for what Fireworks would refuse. The rules are those of
 * its documentation and SDK (2026-07-21): rank 4 to 64, the linear modules by their usual names.
 *
 * @param rank the rank
 * @param targetModules the modules with weights
 * @param baseModel the base model by the name that the training gave it
 * @param files what goes up: the configuration, the weights, and Fireworks' own file if it is there
 */
record PeftFolder(
    int rank, List<String> targetModules, Optional<String> baseModel, List<FileSource> files) {
  static final String CONFIG = "adapter_config.json";
  private static final List<String> WEIGHTS =
      List.of("adapter_model.safetensors", "adapter_model.bin");
  private static final String EXTRAS = "fireworks.json";
  private static final int CONFIG_LIMIT = 1 << 20;
  private static final int MIN_RANK = 4;
  private static final int MAX_RANK = 64;
  private static final int SLICE = 64 << 10;
  private static final Set<String> MODULES =
      Set.of(
          "q_proj",
          "k_proj",
          "v_proj",
          "o_proj",
          "up_proj",
          "w1",
          "down_proj",
          "w2",
          "gate_proj",
          "w3",
          "block_sparse_moe.gate");

  /**
   * Reads and checks a folder.
   *
   * @throws UploadException if it is none, or holds what Fireworks would refuse; file and field are
   *     named
   */
  static PeftFolder read(Path folder) {
    Path config = folder.resolve(CONFIG);
    Json json = parsed(config);
    List<FileSource> files = new ArrayList<>();
    files.add(FileSource.of(config));
    files.add(weights(folder));
    Path extras = folder.resolve(EXTRAS);
    if (Files.isRegularFile(extras)) {
      files.add(FileSource.of(extras));
    }
    return new PeftFolder(
        rank(config, json),
        modules(config, json.get("target_modules")),
        json.get("base_model_name_or_path").string().filter(name -> !name.isBlank()),
        List.copyOf(files));
  }

  private static Json parsed(Path config) {
    if (!Files.isRegularFile(config)) {
      throw refused(config, "it is not there; name a folder that PEFT has saved", null);
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(config)) {
      bytes = in.readNBytes(CONFIG_LIMIT + 1);
    } catch (IOException e) {
      throw refused(config, "it can't be read: " + e, e);
    }
    if (bytes.length > CONFIG_LIMIT) {
      throw refused(
          config, "it has over " + CONFIG_LIMIT + " bytes, which no configuration has", null);
    }
    try {
      return Json.parse(bytes);
    } catch (IllegalArgumentException e) {
      throw refused(config, "it is no JSON: " + e.getMessage(), e);
    }
  }

  private static FileSource weights(Path folder) {
    for (String name : WEIGHTS) {
      Path weights = folder.resolve(name);
      if (Files.isRegularFile(weights)) {
        FileSource source = FileSource.of(weights);
        if (source.length() == 0) {
          throw refused(weights, "it is empty", null);
        }
        return source;
      }
    }
    throw refused(
        folder.resolve(WEIGHTS.get(0)), "it is not there, and no adapter_model.bin either", null);
  }

  private static int rank(Path config, Json json) {
    long rank =
        json.get("r")
            .integer()
            .orElseThrow(() -> refused(config, "field r: no whole number; it is the rank", null));
    if (rank < MIN_RANK || rank > MAX_RANK) {
      throw refused(
          config,
          "field r: the rank is "
              + rank
              + ", and Fireworks takes 4 to 64; train it with such a rank",
          null);
    }
    return (int) rank;
  }

  private static List<String> modules(Path config, Json field) {
    if (field.elements().isEmpty()) {
      throw refused(
          config,
          "field target_modules: "
              + (field.string().isPresent() ? "a pattern" : "no list")
              + "; Fireworks wants the names of the modules, such as [\"q_proj\", \"v_proj\"]",
          null);
    }
    Set<String> modules = new LinkedHashSet<>();
    for (Json element : field.elements()) {
      String name = element.string().orElse("");
      modules.add(
          MODULES.stream()
              .filter(known -> name.equals(known) || name.endsWith("." + known))
              .findFirst()
              .orElseThrow(() -> unserved(config, element)));
    }
    return List.copyOf(modules);
  }

  private static UploadException unserved(Path config, Json module) {
    return refused(
        config,
        "field target_modules: Fireworks serves no adapter of "
            + module
            + "; it takes q_proj, k_proj, v_proj, o_proj, up_proj, down_proj, gate_proj (or w1,"
            + " w2, w3) and block_sparse_moe.gate",
        null);
  }

  /**
   * Names and contents of all files as one hash, in hex: the same for the same folder alone.
   *
   * @param abandoned whether nobody waits for it any more
   */
  String fingerprint(BooleanSupplier abandoned) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] slice = new byte[SLICE];
      for (FileSource file : files) {
        digest.update((file.name() + "\n" + file.length() + "\n").getBytes(UTF_8));
        try (InputStream in = file.open()) {
          for (int n = in.read(slice); n >= 0; n = in.read(slice)) {
            if (abandoned.getAsBoolean()) {
              throw new CancellationException("nobody waits for " + file.name() + " any more");
            }
            digest.update(slice, 0, n);
          }
        } catch (IOException e) {
          throw refused(file.path().orElse(Path.of(file.name())), "it can't be read: " + e, e);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The refusal of a file of the folder. */
  static UploadException refused(Path file, String why, @Nullable Throwable cause) {
    return new UploadException(
        Settings.PROVIDER,
        "adapters.publish",
        "can't publish " + file + ": " + why,
        UploadException.Step.READ,
        null,
        cause);
  }
}
