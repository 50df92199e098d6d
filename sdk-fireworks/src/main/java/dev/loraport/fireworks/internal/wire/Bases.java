package dev.loraport.fireworks.internal.wire;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import dev.loraport.spi.BaseUrls;
import dev.loraport.spi.ClientSettings;
import java.net.URI;
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
    Bases bases =
        config.baseUrl().map(url -> below(checked("baseUrl", url.toString()))).orElse(DEFAULT);
    return new Bases(
        bases.root,
        ClientSettings.text(config, Settings.INFERENCE_URL)
            .map(text -> checked(Settings.INFERENCE_URL, text))
            .orElse(bases.inference));
  }

  // an address that was meant for one plane is taken for what both are below
  private static Bases below(URI url) {
    URI root = BaseUrls.without(INFERENCE, url);
    root = root.equals(url) ? BaseUrls.without("/v1", url) : root;
    return new Bases(root, URI.create(root + INFERENCE));
  }

  private static URI checked(String name, String text) {
    return BaseUrls.checked(Settings.PROVIDER, name, text, DEFAULT.root);
  }

  /** The origins that may see the key. */
  public Set<URI> origins() {
    return BaseUrls.origins(root, inference);
  }
}
