package dev.loraport.fireworks.internal.wire;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where the two planes of the API are. With an overridden base address both are at that origin, so
 * that neither a call nor a key reaches another host.
 *
 * @param root what both planes are below
 * @param inference inference
 */
public record Bases(URI root, URI inference) {
  private static final String INFERENCE = "/inference/v1";

  /** The provider's own addresses, as of August 2026. */
  public static final Bases DEFAULT = below(URI.create("https://api.fireworks.ai"));

  /**
   * The addresses for these settings.
   *
   * @throws ConfigurationException if an address is none that HTTP can use
   */
  public static Bases of(ClientConfig config) {
    Bases bases = config.baseUrl().map(url -> below(checked("baseUrl", url))).orElse(DEFAULT);
    return new Bases(bases.root, setting(config).orElse(bases.inference));
  }

  // an address that was meant for one plane is taken for what both are below
  private static Bases below(URI url) {
    String text = url.toString();
    String root =
        text.endsWith(INFERENCE)
            ? text.substring(0, text.length() - INFERENCE.length())
            : text.replaceFirst("/v1$", "");
    return new Bases(URI.create(root), URI.create(root + INFERENCE));
  }

  private static Optional<URI> setting(ClientConfig config) {
    String text = config.settings().get(Settings.INFERENCE_URL);
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(checked(Settings.INFERENCE_URL, URI.create(text.strip())));
    } catch (IllegalArgumentException e) {
      throw refused(Settings.INFERENCE_URL, "a text with characters that no address has");
    }
  }

  private static URI checked(String name, URI url) {
    boolean http =
        "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
    boolean extra =
        url.getRawQuery() != null || url.getRawFragment() != null || url.getRawUserInfo() != null;
    if (!http || url.getHost() == null || extra) {
      throw refused(name, '"' + url.getScheme() + "://" + url.getHost() + '"');
    }
    return URI.create(url.toString().replaceAll("/+$", ""));
  }

  private static ConfigurationException refused(String name, String what) {
    return new ConfigurationException(
        Settings.PROVIDER,
        name
            + " must be an http(s) address with a host and without query, fragment and user, such as "
            + DEFAULT.root
            + ", not "
            + what);
  }

  /** The origins that may see the key. */
  public Set<URI> origins() {
    Set<URI> origins = new LinkedHashSet<>();
    origins.add(origin(root));
    origins.add(origin(inference));
    return origins;
  }

  /** Scheme, host and port of an address. */
  public static URI origin(URI url) {
    return URI.create(url.getScheme() + "://" + url.getRawAuthority());
  }
}
