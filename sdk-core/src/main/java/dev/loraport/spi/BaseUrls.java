package dev.loraport.spi;

import dev.loraport.error.ConfigurationException;
import dev.loraport.error.ErrorAnswer;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Base addresses, as settings give them. */
public final class BaseUrls {
  private BaseUrls() {}

  /**
   * An address that calls can be made below, without a slash at its end.
   *
   * @param provider the name of the provider, for errors
   * @param name the name of the setting, for errors
   * @param text what was given
   * @param example an address that would do, for errors
   * @throws ConfigurationException if it is none; what may be a secret is not repeated
   */
  public static URI checked(String provider, String name, String text, URI example) {
    URI url;
    try {
      url = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw refused(provider, name, "a text with characters that no address has", example);
    }
    boolean http =
        "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
    boolean extra =
        url.getRawQuery() != null || url.getRawFragment() != null || url.getRawUserInfo() != null;
    if (url.getScheme() == null || url.getHost() == null) {
      throw refused(provider, name, "a text without a scheme or a host", example);
    }
    if (!http || extra) {
      throw refused(provider, name, '"' + url.getScheme() + "://" + url.getHost() + '"', example);
    }
    return URI.create(url.toString().replaceAll("/+$", ""));
  }

  private static ConfigurationException refused(
      String provider, String name, String what, URI example) {
    return new ConfigurationException(
        provider,
        name
            + " must be an http(s) address with a host and without query, fragment and user, such as "
            + example
            + ", not "
            + what);
  }

  /**
   * What to check where a 404 has no error of a provider in it, but a page, a text or nothing, and
   * calls are made below another path than the provider's own.
   *
   * @param answer what came
   * @param base the base address of the client
   * @param own the provider's own
   */
  public static Optional<String> pathHint(ErrorAnswer answer, URI base, URI own) {
    String body = answer.rawBody().strip();
    return answer.status() != 404
            || body.startsWith("{")
            || body.contains("</Error>")
            || base.getPath().equals(own.getPath())
        ? Optional.empty()
        : Optional.of(
            "the path of the base address "
                + base
                + " may be wrong: the provider's own is "
                + own
                + "; check baseUrl and inferenceUrl");
  }

  /** An address without what it ends with. */
  public static URI without(String end, URI url) {
    String text = url.toString();
    return text.endsWith(end) ? URI.create(text.substring(0, text.length() - end.length())) : url;
  }

  /** Scheme, host and port of an address. */
  public static URI origin(URI url) {
    return URI.create(url.getScheme() + "://" + url.getRawAuthority());
  }

  /** The origins of addresses, each once. */
  public static Set<URI> origins(URI... urls) {
    Set<URI> origins = new LinkedHashSet<>();
    for (URI url : urls) {
      origins.add(origin(url));
    }
    return origins;
  }
}
