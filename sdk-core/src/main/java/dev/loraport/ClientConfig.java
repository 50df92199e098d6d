package dev.loraport;

import dev.loraport.adapter.ArtifactHost;
import dev.loraport.error.ConfigurationException;
import dev.loraport.http.CallListener;
import dev.loraport.http.Delayer;
import dev.loraport.http.HttpTransport;
import dev.loraport.http.Interceptor;
import dev.loraport.http.RetryPolicy;
import dev.loraport.http.Timeouts;
import dev.loraport.spi.SdkStyle;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.immutables.value.Value;

/** The settings of a client, for any provider. */
@Value.Immutable
@SdkStyle
public interface ClientConfig {
  /**
   * Gives the key for each attempt, so that keys can be rotated; see {@link Builder#apiKey}. It is
   * asked by the thread that calls, for futures too, and the limits of the call don't end its wait:
   * one that asks a vault should keep the answer.
   */
  @Value.Redacted
  Optional<Supplier<String>> apiKeySupplier();

  /**
   * The base address in place of the provider's own. Then the key goes to this origin alone, so
   * that a test never reaches a real host.
   */
  Optional<URI> baseUrl();

  /** The time limits. */
  @Value.Default
  default Timeouts timeouts() {
    return Timeouts.defaults();
  }

  /** How calls are repeated. */
  @Value.Default
  default RetryPolicy retryPolicy() {
    return RetryPolicy.defaults();
  }

  /** The proxy; that of the system where it is not given. */
  Optional<ProxySelector> proxy();

  /** Trust store and client certificate; those of the JVM where it is not given. */
  Optional<SSLContext> sslContext();

  /**
   * An HTTP client to use instead of one's own. It must not follow redirects; it is not closed by
   * this library, and {@link #proxy()}, {@link #sslContext()} and the connect limit are its matter.
   */
  Optional<HttpClient> httpClient();

  /** A transport to use instead of {@link java.net.http.HttpClient}. */
  Optional<HttpTransport> transport();

  /**
   * Where futures end, with the stages that hang on them, and where subscribers and tools of
   * asynchronous calls run; daemon threads of the client's own by default, which also run what it
   * refuses. A pool whose threads all wait for futures of this client would wait for ever.
   */
  Optional<Executor> executor();

  /** Sees each attempt; the first is the outermost. */
  List<Interceptor> interceptors();

  /** Told about calls. */
  @Value.Auxiliary
  @Value.Default
  default CallListener listener() {
    return CallListener.NONE;
  }

  /** Added to the user agent. */
  Optional<String> userAgentSuffix();

  /** Headers of each request to the provider. */
  @Value.Redacted
  Map<String, String> headers();

  /**
   * How many calls may be in flight at once; more of them wait for their turn, within their time
   * limit, and streams for as long as {@link Timeouts#total()}. A stream is in flight until it is
   * read to its end or closed. Uploads and downloads wait without a limit unless their options have
   * one.
   */
  OptionalInt maxConcurrentCalls();

  /**
   * How many attempts may start in any minute, repetitions too; more calls wait for their turn, in
   * order and without a thread. A call whose turn would come after its end ({@link
   * Timeouts#total()}) fails at once.
   */
  OptionalInt maxCallsPerMinute();

  /**
   * How many bytes of text bodies are logged, at level {@code DEBUG}; 0 for none. Bodies hold what
   * users wrote; keys, passwords and the parameters of signed addresses in them are masked.
   */
  @Value.Default
  default int logBodyBytes() {
    return 0;
  }

  /** Whether plain http is allowed to other hosts than this machine. */
  @Value.Default
  default boolean allowInsecureHttp() {
    return false;
  }

  /** Whether HTTP/2 may be used over TLS; HTTP/1.1 alone by default. */
  @Value.Default
  default boolean http2() {
    return false;
  }

  /** The day for which dated facts are asked; today where it is not given. */
  Optional<LocalDate> asOf();

  /**
   * The clock. It is read on any thread, also on those that serve the connections, so it must be
   * safe for use by several at once and answer without waiting; where it throws, the call fails
   * that needs it.
   */
  @Value.Auxiliary
  @Value.Default
  default InstantSource clock() {
    return InstantSource.system();
  }

  /** How pauses are waited out; a timer of the client's own where it is not given. */
  Optional<Delayer> delayer();

  /**
   * Where adapters of this machine are put for providers that take no upload and fetch them from an
   * address, such as Together.
   */
  @Value.Auxiliary
  @Value.Redacted
  Optional<ArtifactHost> artifactHost();

  /** Settings that one provider has, by the names in its documentation, such as {@code project}. */
  Map<String, String> settings();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the settings. */
  final class Builder extends ImmutableClientConfig.Builder {
    Builder() {}

    /**
     * One key for all calls.
     *
     * @throws ConfigurationException if it is blank or null
     */
    public Builder apiKey(String key) {
      // null is what a variable gives that isn't set
      if (key == null || key.isBlank()) {
        throw new ConfigurationException(
            null,
            "apiKey is blank: give the key, or leave apiKey out for that of the environment, such"
                + " as TOGETHER_API_KEY");
      }
      return apiKeySupplier(() -> key);
    }
  }
}
