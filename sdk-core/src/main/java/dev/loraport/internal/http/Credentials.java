package dev.loraport.internal.http;

import dev.loraport.error.ConfigurationException;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.ProviderProfile;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Adds the key, and refuses to send anything where it could be seen by others. */
final class Credentials implements Step {
  private static final String HEADER = "Authorization";

  private final ProviderProfile profile;
  private final Set<String> origins;
  private final boolean allowInsecureHttp;
  private final Step next;

  Credentials(ProviderProfile profile, boolean allowInsecureHttp, Step next) {
    this.profile = profile;
    this.origins =
        profile.credentialOrigins().stream().map(Origins::of).collect(Collectors.toSet());
    this.allowInsecureHttp = allowInsecureHttp;
    this.next = next;
  }

  @Override
  public CompletableFuture<WireResponse> send(WireRequest request, CallState call) {
    URI uri = request.uri();
    if (!isSafe(uri)) {
      throw new ConfigurationException(
          call.provider(),
          call.prefix()
              + "plain http to "
              + Origins.hostAndPort(uri)
              + " would show keys and data to the network; use https, or allow it with"
              + " ClientConfig.allowInsecureHttp");
    }
    if (call.call().signed()) {
      return next.send(request, call);
    }
    if (!origins.contains(Origins.of(uri))) {
      throw new ConfigurationException(
          call.provider(),
          call.prefix()
              + Origins.of(uri)
              + " is none of the addresses that may see the key; set ClientConfig.baseUrl if it is"
              + " the provider's");
    }
    String key = key(call);
    call.key(key);
    return next.send(request.withHeader(HEADER, "Bearer " + key), call);
  }

  private boolean isSafe(URI uri) {
    return Origins.isHttps(uri)
        || ("http".equalsIgnoreCase(uri.getScheme())
            && (allowInsecureHttp || Origins.isLoopback(uri)));
  }

  private String key(CallState call) {
    String key;
    try {
      key = profile.apiKey().get();
    } catch (ConfigurationException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ConfigurationException(
          call.provider(), call.prefix() + "the key supplier failed; see the cause", e);
    }
    String stripped = key == null ? "" : key.strip();
    if (stripped.isEmpty()) {
      throw new ConfigurationException(
          call.provider(), call.prefix() + "the API key is empty; set ClientConfig.apiKey");
    }
    if (!stripped.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new ConfigurationException(
          call.provider(),
          call.prefix() + "the API key holds a space or another character that no key has");
    }
    return stripped;
  }
}
