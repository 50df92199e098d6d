package dev.loraport.nebius.internal.wire;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import dev.loraport.spi.ClientSettings;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** The settings that only Nebius has, by their names in {@link ClientConfig#settings()}. */
public final class Settings {
  /** The name of the provider. */
  public static final String PROVIDER = "nebius";

  /** The project of calls that take one; that of the key where it is not given. */
  public static final String PROJECT = "project";

  /** The base address of inference, if it is not that of all calls. */
  public static final String INFERENCE_URL = "inference_url";

  /** The region whose host answers inference; the main host where it is not given. */
  public static final String REGION = "region";

  /** What to do about services that are gone: a word of {@link Legacy}. */
  public static final String LEGACY = "legacy";

  private static final Set<String> NAMES = Set.of(PROJECT, INFERENCE_URL, REGION, LEGACY);

  /** What to do about the services of 2025: serverless adapters and batches. */
  public enum Legacy {
    /** What the facts of the day say; where no source says anything, it is tried. */
    AUTO,
    /** They are tried, whatever the facts say. */
    TRY,
    /** They are refused, whatever the facts say. */
    OFF
  }

  private Settings() {}

  /**
   * Checks the names and the values that are words.
   *
   * @throws ConfigurationException if a setting is unknown
   */
  public static void check(ClientConfig config) {
    ClientSettings.refuseUnknown(PROVIDER, config, NAMES);
    if (ClientSettings.text(config, REGION).isPresent()
        && ClientSettings.text(config, INFERENCE_URL).isPresent()) {
      throw new ConfigurationException(
          PROVIDER, "the settings region and inference_url exclude each other: set one of them");
    }
    legacy(config);
  }

  /** What to do about services that may be gone. */
  public static Legacy legacy(ClientConfig config) {
    String word = ClientSettings.text(config, LEGACY).orElse("auto");
    return Arrays.stream(Legacy.values())
        .filter(mode -> mode.name().equals(word.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    PROVIDER, "setting legacy must be auto, try or off, not \"" + word + '"'));
  }
}
