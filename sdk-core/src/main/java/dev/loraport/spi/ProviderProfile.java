package dev.loraport.spi;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.immutables.value.Value;

/** What a provider module says of its server, for one client. */
@Value.Immutable
@SdkStyle
public interface ProviderProfile {
  /** The provider, such as {@code together}. */
  String provider();

  /**
   * The origins (scheme, host and port) that may see the key. With an overridden base address it is
   * that origin alone.
   */
  Set<URI> credentialOrigins();

  /** Gives the key, anew for each attempt. */
  @Value.Redacted
  Supplier<String> apiKey();

  /** Reads the provider's error bodies. */
  ErrorReader errorReader();

  /** The provider's own rules for repeating calls. */
  @Value.Default
  default RetryRules retryRules() {
    return RetryRules.DEFAULT;
  }

  /** The headers that hold the id of a request, the first that is there counts. */
  @Value.Default
  default List<String> requestIdHeaders() {
    return List.of("x-request-id");
  }

  /** Starts a profile. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects a profile. */
  final class Builder extends ImmutableProviderProfile.Builder {
    Builder() {}
  }
}
