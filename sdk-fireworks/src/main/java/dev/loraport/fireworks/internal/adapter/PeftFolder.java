package dev.loraport.fireworks.internal.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loraport.adapter.LocalAdapter;
import dev.loraport.catalog.Facts;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.spi.AdapterUploads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A PEFT folder or archive on this machine, of which nothing is known that Fireworks would refuse.
 *
 * @param rank the rank
 * @param targetModules the modules with weights, by the names that Fireworks has for them
 * @param baseModel the base model by the name that the training gave it
 * @param files what goes up: the configuration, the weights, and Fireworks' own file if it is there
 */
record PeftFolder(
    int rank, List<String> targetModules, Optional<String> baseModel, List<FileSource> files) {
  private static final String EXTRAS = "fireworks.json";
  private static final int SLICE = 64 << 10;

  /**
   * Reads and checks a folder or archive. Its base is not looked at: the provider is asked for it.
   *
   * @param path the folder or archive
   * @param facts what is known of Fireworks
   * @param asOf the day of the client
   * @throws UploadException if it is no adapter, or one that Fireworks would refuse; file and field
   *     are named
   */
  static PeftFolder read(Path path, Facts facts, LocalDate asOf) {
    LocalAdapter adapter = AdapterUploads.checked(facts, path, "", asOf);
    List<String> known =
        facts
            .ask("adapter.modules", "", asOf)
            .value()
            .map(Json::elements)
            .orElse(List.of())
            .stream()
            .flatMap(name -> name.string().stream())
            .toList();
    List<FileSource> files = new ArrayList<>(adapter.sources());
    adapter.source(EXTRAS).ifPresent(files::add);
    return new PeftFolder(
        adapter.rank().orElseThrow(() -> refused(path, "it has no rank", null)),
        adapter.targetModules().stream().map(name -> named(known, name)).distinct().toList(),
        adapter.baseModel(),
        List.copyOf(files));
  }

  private static String named(List<String> known, String module) {
    return known.stream()
        .filter(name -> module.equals(name) || module.endsWith("." + name))
        .findFirst()
        .orElse(module);
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
