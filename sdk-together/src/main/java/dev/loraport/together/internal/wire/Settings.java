package dev.loraport.together.internal.wire;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import dev.loraport.spi.ClientSettings;
import java.util.Optional;
import java.util.Set;

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

  /** How files are uploaded: {@link #REDIRECT}, {@link #DIRECT} or {@link #PARTS}. */
  public static final String UPLOAD = "upload";

  /** Uploads in three steps by a signed address; the default. */
  public static final String REDIRECT = "redirect";

  /** Uploads as one multipart form. */
  public static final String DIRECT = "direct";

  /** Uploads in parts, which the other ways do only with files over 5 GiB. */
  public static final String PARTS = "parts";

  /** The target size of a part in bytes, from 5 MiB. */
  public static final String PART_BYTES = "upload_part_bytes";

  /** The form in which adapters are published: {@link #V1} or {@link #V0}. */
  public static final String PUBLISH = "publish";

  /** Publishes by {@code POST /v1/models}; the default. */
  public static final String V1 = "v1";

  /** Publishes by {@code POST /v0/models}, an older form of the same. */
  public static final String V0 = "v0";

  private static final long SMALLEST_PART = 5 << 20;
  private static final long LARGEST_PART = 5L << 30;
  private static final Set<String> NAMES =
      Set.of(PROJECT, MANAGEMENT_URL, INFERENCE_URL, UPLOAD, PART_BYTES, PUBLISH);

  private Settings() {}

  /**
   * Checks the names and the values that are words.
   *
   * @throws ConfigurationException if a setting is unknown
   */
  public static void check(ClientConfig config) {
    ClientSettings.refuseUnknown(PROVIDER, config, NAMES);
    String upload = upload(config);
    if (!Set.of(REDIRECT, DIRECT, PARTS).contains(upload)) {
      throw new ConfigurationException(
          PROVIDER, "setting upload must be redirect, direct or parts, not \"" + upload + '"');
    }
    String publish = publish(config);
    if (!Set.of(V1, V0).contains(publish)) {
      throw new ConfigurationException(
          PROVIDER, "setting publish must be v1 or v0, not \"" + publish + '"');
    }
    long unused = partBytes(config);
  }

  /** How files are uploaded. */
  public static String upload(ClientConfig config) {
    return config.settings().getOrDefault(UPLOAD, REDIRECT);
  }

  /** The form in which adapters are published. */
  public static String publish(ClientConfig config) {
    return config.settings().getOrDefault(PUBLISH, V1);
  }

  /**
   * The target size of a part in bytes; 0 where none is set.
   *
   * @throws ConfigurationException if it is no number from 5 MiB to 5 GiB
   */
  public static long partBytes(ClientConfig config) {
    String text = config.settings().getOrDefault(PART_BYTES, "");
    if (text.isEmpty()) {
      return 0;
    }
    try {
      long bytes = Long.parseLong(text);
      if (bytes >= SMALLEST_PART && bytes <= LARGEST_PART) {
        return bytes;
      }
    } catch (NumberFormatException e) {
      // falls through to the same message
    }
    throw new ConfigurationException(
        PROVIDER,
        "setting upload_part_bytes must be a number of bytes from "
            + SMALLEST_PART
            + " to "
            + LARGEST_PART
            + ", not \""
            + text
            + '"');
  }

  /** The project, if one is set. */
  public static Optional<String> project(ClientConfig config) {
    return ClientSettings.text(config, PROJECT);
  }
}
