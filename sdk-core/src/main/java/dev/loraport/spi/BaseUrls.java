package dev.loraport.spi;

import dev.loraport.error.ConfigurationException;
import dev.loraport.error.ErrorAnswer;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Base addresses, as settings give them. */
public final class BaseUrls {
  private static final Pattern NO_PATH =
      Pattern.compile(
          "(404 )?not found\\.?"
              + "|(path )?not found: /\\S*"
              + "|invalid url( \\(.*)?"
              + "|(unknown|unrecognized|no such) (request )?(path|route|url)\\b.*"
              + "|(the )?requested (path|route|url) .*not (found|exist).*"
              + "|route .*not found|(404 )?no route (matched|found)\\b.*"
              + "|cannot (get|post|put|patch|delete) /.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern PLAIN_CODE =
      Pattern.compile("\\d+|not_?found", Pattern.CASE_INSENSITIVE);

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
   * What to check where a 404 has no error of a provider in it, but a page, a text or nothing, or
   * an error that says that there is no such path, and calls are made below another path than the
   * provider's own.
   *
   * @param answer what came, with the message and the code of an error
   * @param base the base address of the client
   * @param own the provider's own
   */
  public static Optional<String> pathHint(ErrorAnswer answer, URI base, URI own) {
    String body = answer.rawBody().strip();
    return answer.status() != 404
            || (body.startsWith("{") && !saysNoPath(answer))
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

  /** A model, a job or a file that is not there is told by its name, or by a code of its own. */
  private static boolean saysNoPath(ErrorAnswer answer) {
    return NO_PATH.matcher(answer.message().strip()).matches()
        && answer.param().isEmpty()
        && answer.code().map(code -> PLAIN_CODE.matcher(code).matches()).orElse(true);
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
