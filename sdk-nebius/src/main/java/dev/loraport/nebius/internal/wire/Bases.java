package dev.loraport.nebius.internal.wire;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import dev.loraport.spi.BaseUrls;
import dev.loraport.spi.ClientSettings;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where each part of the API is. With an overridden base address all parts are at that origin, so
 * that neither a call nor a key reaches another host.
 *
 * @param root the address that {@code /v1} and {@code /v0} are below
 * @param inference the base address of inference, with its {@code /v1}
 * @param own whether these are the provider's own hosts
 */
public record Bases(URI root, URI inference, boolean own) {
  /** The main host, as of October 2026; it is that of the region {@code eu-north1} too. */
  public static final URI MAIN = URI.create("https://api.tokenfactory.nebius.com");

  private static final List<String> PROVIDER_DOMAINS = List.of("nebius.com", "nebius.ai");

  // me-west1 and those after it are regions of dedicated endpoints, whose hosts follow the pattern
  private static final List<String> REGIONS =
      List.of(
          "eu-north1",
          "eu-west1",
          "us-central1",
          "me-west1",
          "uk-south1",
          "tf-us1",
          "tf-us2",
          "tf-ca1");

  /**
   * The addresses for these settings.
   *
   * @throws ConfigurationException if an address is none that HTTP can use, or a region is unknown
   */
  public static Bases of(ClientConfig config) {
    URI root =
        config
            .baseUrl()
            .map(url -> BaseUrls.without("/v1", checked("baseUrl", url.toString())))
            .orElse(MAIN);
    boolean own = root.equals(MAIN);
    Bases bases = new Bases(root, below(root), own);
    Optional<URI> inference =
        ClientSettings.text(config, Settings.INFERENCE_URL)
            .map(text -> checked(Settings.INFERENCE_URL, text))
            .or(() -> ClientSettings.text(config, Settings.REGION).map(bases::knownRegion));
    return inference.map(url -> new Bases(root, url, own)).orElse(bases);
  }

  private static URI checked(String name, String text) {
    return BaseUrls.checked(Settings.PROVIDER, name, text, MAIN);
  }

  static URI below(URI root) {
    return URI.create(root + "/v1");
  }

  private URI knownRegion(String region) {
    return region(region)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    Settings.PROVIDER,
                    "setting region must be one of " + REGIONS + ", not \"" + region + '"'));
  }

  /** The base address of inference in a region; empty where the region is not known. */
  public Optional<URI> region(String name) {
    if (!own) {
      return Optional.of(below(root));
    }
    if (!REGIONS.contains(name)) {
      return Optional.empty();
    }
    return Optional.of(
        below(
            name.equals("eu-north1")
                ? MAIN
                : URI.create("https://api.tokenfactory." + name + ".nebius.com")));
  }

  /** Whether calls go to the provider itself, those of a legacy host included. */
  public boolean isNebius() {
    String host = root.getHost().toLowerCase(Locale.ROOT);
    return PROVIDER_DOMAINS.stream().anyMatch(domain -> host.endsWith("." + domain));
  }

  /** The origins that may see the key. */
  public Set<URI> origins() {
    Set<URI> origins = BaseUrls.origins(root, inference);
    REGIONS.forEach(name -> region(name).map(BaseUrls::origin).ifPresent(origins::add));
    return origins;
  }
}
