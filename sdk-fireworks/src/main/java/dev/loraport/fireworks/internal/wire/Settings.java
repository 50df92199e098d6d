package dev.loraport.fireworks.internal.wire;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import dev.loraport.spi.ClientSettings;
import java.util.Optional;
import java.util.Set;

/** The settings that only Fireworks has, by their names in {@link ClientConfig#settings()}. */
public final class Settings {
  /** The name of the provider. */
  public static final String PROVIDER = "fireworks";

  /** The id of the account; that of the key where it is not given. */
  public static final String ACCOUNT = "account";

  /** The base address of inference. */
  public static final String INFERENCE_URL = "inference_url";

  /** How files are uploaded: {@link #AUTO} or {@link #SIGNED}. */
  public static final String UPLOAD = "upload";

  /** As one form up to 150 MB, and to a signed address above; the default. */
  public static final String AUTO = "auto";

  /** To a signed address, whatever their size. */
  public static final String SIGNED = "signed";

  private static final Set<String> NAMES = Set.of(ACCOUNT, INFERENCE_URL, UPLOAD);

  private Settings() {}

  /**
   * Checks the names and the values that are words.
   *
   * @throws ConfigurationException if a setting is unknown
   */
  public static void check(ClientConfig config) {
    ClientSettings.refuseUnknown(PROVIDER, config, NAMES);
    String upload = config.settings().getOrDefault(UPLOAD, AUTO);
    if (!upload.equals(AUTO) && !upload.equals(SIGNED)) {
      throw new ConfigurationException(
          PROVIDER, "setting upload must be auto or signed, not \"" + upload + '"');
    }
  }

  /** Whether all files go up to signed addresses. */
  public static boolean signedUpload(ClientConfig config) {
    return SIGNED.equals(config.settings().get(UPLOAD));
  }

  /**
   * The account, if one is set: its id, or its name with {@code accounts/} before it.
   *
   * @throws ConfigurationException if the text can't be an account
   */
  public static Optional<Account> account(ClientConfig config) {
    try {
      return ClientSettings.text(config, ACCOUNT).map(Account::of);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          PROVIDER, "the account must be an id such as my-team: " + e.getMessage());
    }
  }
}
