package dev.loraport.together.internal.wire;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The settings that only Together has, by their names in {@link ClientConfig#settings()}. */
public final class Settings {
  /** The name of the provider. */
  public static final String PROVIDER = "together";

  /** The project of v2 calls; that of the key where it is not given. */
  public static final String PROJECT = "project";

  /** The base address of v2 management calls. */
  public static final String MANAGEMENT_URL = "management_url";

  /** The base address of dedicated inference. */
  public static final String INFERENCE_URL = "inference_url";

  /** How files are uploaded: {@link #REDIRECT} or {@link #DIRECT}. */
  public static final String UPLOAD = "upload";

  /** Uploads in three steps by a signed address; the default. */
  public static final String REDIRECT = "redirect";

  /** Uploads as one multipart form. */
  public static final String DIRECT = "direct";

  private static final Set<String> NAMES = Set.of(PROJECT, MANAGEMENT_URL, INFERENCE_URL, UPLOAD);

  private Settings() {}

  /**
   * Checks the names and the values that are words.
   *
   * @throws ConfigurationException if a setting is unknown
   */
  public static void check(ClientConfig config) {
    for (String name : config.settings().keySet()) {
      if (!NAMES.contains(name)) {
        throw new ConfigurationException(
            PROVIDER, "unknown setting \"" + name + "\"; known: " + new TreeSet<>(NAMES));
      }
    }
    String upload = config.settings().getOrDefault(UPLOAD, REDIRECT);
    if (!upload.equals(REDIRECT) && !upload.equals(DIRECT)) {
      throw new ConfigurationException(
          PROVIDER, "setting upload must be redirect or direct, not \"" + upload + '"');
    }
  }

  /** Whether files go up as one multipart form. */
  public static boolean directUpload(ClientConfig config) {
    return DIRECT.equals(config.settings().get(UPLOAD));
  }

  /** The project, if one is set. */
  public static Optional<String> project(ClientConfig config) {
    return Optional.ofNullable(config.settings().get(PROJECT)).filter(text -> !text.isBlank());
  }
}
