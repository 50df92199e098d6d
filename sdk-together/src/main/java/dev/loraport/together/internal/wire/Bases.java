package dev.loraport.together.internal.wire;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import dev.loraport.spi.BaseUrls;
import dev.loraport.spi.ClientSettings;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where each part of the API is. With an overridden base address all parts are at that origin, so
 * that neither a call nor a key reaches another host.
 *
 * @param v1 files, jobs, models, batches, identity and serverless inference
 * @param v2 management of registry models, endpoints and deployments
 * @param inference inference against dedicated endpoints
 * @param publish where adapters are published
 */
public record Bases(URI v1, URI v2, URI inference, URI publish) {
  /** The provider's own addresses, as of August 2026. */
  public static final Bases DEFAULT =
      new Bases(
          URI.create("https://api.together.ai/v1"),
          URI.create("https://api.together.ai/v2"),
          URI.create("https://api-inference.together.ai/v1"),
          URI.create("https://api.together.ai/v1/models"));

  // the older form is documented at the older host alone
  private static final URI OLDER_PUBLISH = URI.create("https://api.together.xyz/v0/models");

  /**
   * The addresses for these settings.
   *
   * @throws ConfigurationException if an address is none that HTTP can use
   */
  public static Bases of(ClientConfig config) {
    Optional<URI> own =
        config
            .baseUrl()
            .map(url -> checked("baseUrl", url.toString()))
            .filter(url -> !url.equals(DEFAULT.v1));
    Bases bases = own.map(Bases::below).orElse(DEFAULT);
    return new Bases(
        bases.v1,
        setting(config, Settings.MANAGEMENT_URL).orElse(bases.v2),
        setting(config, Settings.INFERENCE_URL).orElse(bases.inference),
        Settings.publish(config).equals(Settings.V0)
            ? own.map(v1 -> URI.create(BaseUrls.without("/v1", v1) + "/v0/models"))
                .orElse(OLDER_PUBLISH)
            : bases.publish);
  }

  private static Bases below(URI v1) {
    return new Bases(
        v1, URI.create(BaseUrls.without("/v1", v1) + "/v2"), v1, URI.create(v1 + "/models"));
  }

  private static Optional<URI> setting(ClientConfig config, String name) {
    return ClientSettings.text(config, name).map(text -> checked(name, text));
  }

  private static URI checked(String name, String text) {
    return BaseUrls.checked(Settings.PROVIDER, name, text, DEFAULT.v1);
  }

  /** The origins that may see the key. */
  public Set<URI> origins() {
    return BaseUrls.origins(v1, v2, inference, publish);
  }
}
