package dev.loraport.together.internal.wire;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where each part of the API is. With an overridden base address all parts are at that origin, so
 * that neither a call nor a key reaches another host.
 *
 * @param v1 files, jobs, models, batches, identity and serverless inference
 * @param v2 management of registry models, endpoints and deployments
 * @param inference inference against dedicated endpoints
 */
public record Bases(URI v1, URI v2, URI inference) {
  /** The provider's own addresses, as of August 2026. */
  public static final Bases DEFAULT =
      new Bases(
          URI.create("https://api.together.ai/v1"),
          URI.create("https://api.together.ai/v2"),
          URI.create("https://api-inference.together.ai/v1"));

  /**
   * The addresses for these settings.
   *
   * @throws ConfigurationException if an address is none that HTTP can use
   */
  public static Bases of(ClientConfig config) {
    Optional<URI> own =
        config.baseUrl().map(url -> checked("baseUrl", url)).filter(url -> !url.equals(DEFAULT.v1));
    Bases bases = own.map(Bases::below).orElse(DEFAULT);
    return new Bases(
        bases.v1,
        setting(config, Settings.MANAGEMENT_URL).orElse(bases.v2),
        setting(config, Settings.INFERENCE_URL).orElse(bases.inference));
  }

  private static Bases below(URI v1) {
    String text = v1.toString();
    String root = text.endsWith("/v1") ? text.substring(0, text.length() - 3) : text;
    return new Bases(v1, URI.create(root + "/v2"), v1);
  }

  private static Optional<URI> setting(ClientConfig config, String name) {
    String text = config.settings().get(name);
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(checked(name, URI.create(text)));
    } catch (IllegalArgumentException e) {
      throw refused(name, text);
    }
  }

  private static URI checked(String name, URI url) {
    boolean http =
        "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
    boolean extra =
        url.getRawQuery() != null || url.getRawFragment() != null || url.getRawUserInfo() != null;
    if (!http || url.getHost() == null || extra) {
      throw refused(name, url.getScheme() + "://" + url.getHost());
    }
    return URI.create(url.toString().replaceAll("/+$", ""));
  }

  private static ConfigurationException refused(String name, String text) {
    return new ConfigurationException(
        Settings.PROVIDER,
        name
            + " must be an http(s) address with a host and without query, fragment and user, such as "
            + DEFAULT.v1
            + ", not \""
            + text
            + '"');
  }

  /** The origins that may see the key. */
  public Set<URI> origins() {
    Set<URI> origins = new LinkedHashSet<>();
    for (URI base : new URI[] {v1, v2, inference}) {
      origins.add(origin(base));
    }
    return origins;
  }

  /** Scheme, host and port of an address. */
  public static URI origin(URI url) {
    return URI.create(url.getScheme() + "://" + url.getRawAuthority());
  }
}
