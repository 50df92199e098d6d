package dev.loraport.internal.http;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConfigurationException;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.ProviderProfile;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Adds the key, and refuses to send anything where it could be seen by others. */
final class Credentials implements Step {
  private static final String HEADER = "Authorization";

  private final ProviderProfile profile;
  private final Set<String> origins;
  private final boolean allowInsecureHttp;
  private final Step next;
  private volatile @Nullable URI lastAllowed;
  private volatile @Nullable ForHeaders<WireRequest> lastKeyed;

  Credentials(ProviderProfile profile, boolean allowInsecureHttp, Step next) {
    this.profile = profile;
    this.origins = new HashSet<>();
    for (URI allowed : profile.credentialOrigins()) {
      origins.add(Origins.of(allowed));
    }
    this.allowInsecureHttp = allowInsecureHttp;
    this.next = next;
  }

  @Override
  public CompletableFuture<WireResponse> send(WireRequest request, CallState call) {
    URI uri = request.uri();
    // the address of most calls is that of the call before
    if (!uri.equals(lastAllowed)) {
      check(uri, call);
    }
    if (call.call().signed()) {
      return next.send(request, call);
    }
    lastAllowed = uri;
    String key = key(call);
    call.key(key);
    return next.send(withKey(request, key), call);
  }

  private WireRequest withKey(WireRequest request, String key) {
    WireRequest known = ForHeaders.get(lastKeyed, request.headers(), key);
    if (known == null || !known.method().equals(request.method())) {
      known = request.withHeader(HEADER, "Bearer " + key).withBody(null);
      lastKeyed = new ForHeaders<>(request.headers(), key, known);
    }
    return known.withUri(request.uri()).withBody(request.body().orElse(null));
  }

  /** Refuses an address of the settings at which the network would see the key. */
  static void refuseExposed(ProviderProfile profile, ClientConfig config, URI uri) {
    if (!isSafe(uri, config.allowInsecureHttp())) {
      throw exposed(profile.provider(), profile.provider() + ": ", uri);
    }
  }

  private static ConfigurationException exposed(String provider, String prefix, URI uri) {
    return new ConfigurationException(
        provider,
        prefix
            + "plain http to "
            + Origins.hostAndPort(uri)
            + " would show keys and data to the network; use https, or allow it with"
            + " ClientConfig.allowInsecureHttp");
  }

  private void check(URI uri, CallState call) {
    if (!isSafe(uri, allowInsecureHttp)) {
      throw exposed(call.provider(), call.prefix(), uri);
    }
    if (!call.call().signed() && !origins.contains(Origins.of(uri))) {
      throw new ConfigurationException(
          call.provider(),
          call.prefix()
              + Origins.of(uri)
              + " is none of the addresses that may see the key; set ClientConfig.baseUrl if it is"
              + " the provider's");
    }
  }

  private static boolean isSafe(URI uri, boolean allowInsecureHttp) {
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
    } catch (Throwable e) {
      throw new ConfigurationException(
          call.provider(), call.prefix() + "the key supplier failed; see the cause", e);
    }
    String stripped = key == null ? "" : key.strip();
    if (stripped.isEmpty()) {
      throw new ConfigurationException(
          call.provider(), call.prefix() + "the API key is empty; set ClientConfig.apiKey");
    }
    if (!isVisible(stripped)) {
      throw new ConfigurationException(
          call.provider(),
          call.prefix() + "the API key holds a space or another character that no key has");
    }
    return stripped;
  }

  private static boolean isVisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= 0x20 || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
