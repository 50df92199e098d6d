package dev.loraport.nebius;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.RequestOptions;
import dev.loraport.file.FileId;
import dev.loraport.http.Interceptor;
import dev.loraport.nebius.internal.Clients;
import java.net.URI;
import java.time.LocalDate;
import java.util.function.Consumer;

/**
 * One account at Nebius Token Factory, which was called AI Studio until November 2025.
 *
 * <p>What is Nebius' own:
 *
 * <ul>
 *   <li>The model that is trained is not always the model that is served: {@code
 *       meta-llama/Llama-3.1-8B-Instruct} trains, {@code meta-llama/Meta-Llama-3.1-8B-Instruct}
 *       serves. {@code TuningSpec.model} is the former, {@code AdapterSpec.baseModel} the latter;
 *       where it is left out the known pairs of {@link NebiusFacts} are used.
 *   <li>Serverless adapters were a service of 2025. Since September 2026 the documentation says
 *       that it is gone; {@code serving().plan(...)} refuses then, before anything is uploaded, and
 *       names what is left. Where no source speaks for the client's day, the service is asked once.
 *   <li>Closing a served adapter deletes its registration; its checkpoint stays.
 *   <li>{@code lora} and its numbers are always sent: the service tunes the whole model otherwise.
 *       Names that a user adds under {@code hyperparameters} are merged with them, and unknown ones
 *       pass with a warning in the log, because the service takes misspelt names without a word. In
 *       an own {@code method} of the type {@code supervised} in {@code extra} they are merged with
 *       {@code method.supervised.hyperparameters}, and {@code hyperparameters} beside it are
 *       refused.
 *   <li>{@code TuningSpec.fromCheckpoint} is {@code hf:owner/name}, with {@code @revision} where
 *       one is wanted.
 *   <li>Jobs tell their metrics with their checkpoints, one after every epoch. At the provider's
 *       own host a job is looked at every 15 seconds at the most, as the documentation asks.
 *   <li>{@code max_tokens} is always sent, 4096 where a request names none: sources differ on what
 *       the service takes otherwise.
 *   <li>A 403 that says that something does not exist is a {@link
 *       dev.loraport.error.NotFoundException}; not in chat, where a model that is not there is
 *       answered with a 404.
 * </ul>
 */
public interface NebiusClient extends ProviderClient {
  /**
   * A client by the environment: {@code NEBIUS_API_KEY}, and where they are set {@code
   * NEBIUS_BASE_URL} and {@code NEBIUS_PROJECT_ID}.
   *
   * @throws dev.loraport.error.ConfigurationException if there is no key
   */
  static NebiusClient fromEnv() {
    return create(ClientConfig.builder().build());
  }

  /**
   * A client with these settings. Key, base address and project that are not given are taken from
   * the environment, as {@link #fromEnv()} does.
   *
   * <p>Settings of Nebius alone, see {@link ClientConfig#settings()}: {@code project}; {@code
   * region} or {@code inference_url}; {@code legacy}, which is {@code auto}, {@code try} or {@code
   * off}.
   *
   * @throws dev.loraport.error.ConfigurationException if there is no key, or a setting is wrong
   */
  static NebiusClient create(ClientConfig config) {
    return Clients.open(config, System::getenv);
  }

  /** Starts a client. */
  static Builder builder() {
    return new Builder();
  }

  /** Machines of one's own for the provider's models. */
  DedicatedEndpoints dedicatedEndpoints();

  /** Operations of Data Lab, such as batch inference over a data set. */
  DataOperations operations();

  /** An address from which a file can be downloaded without the key. */
  default FileLink fileLink(FileId id) {
    return fileLink(id, RequestOptions.none());
  }

  /** As {@link #fileLink(FileId)}, with options for this call. */
  FileLink fileLink(FileId id, RequestOptions options);

  /**
   * A view of this client with other options; it shares connections, and closing it does nothing.
   */
  @Override
  NebiusClient withOptions(RequestOptions defaults);

  /** Collects the settings of a client. */
  final class Builder {
    private final ClientConfig.Builder config = ClientConfig.builder();

    private Builder() {}

    /** The key; from {@code NEBIUS_API_KEY} where it is not given. */
    public Builder apiKey(String key) {
      config.apiKey(key);
      return this;
    }

    /**
     * The address of the service, with or without {@code /v1}, such as {@code
     * https://api.tokenfactory.nebius.com}; the hosts of AI Studio, {@code
     * https://api.studio.nebius.com} and {@code https://api.studio.nebius.ai}, still answered in
     * the middle of 2026. All calls go to this origin then, and no other host sees the key, but for
     * that of {@link #inferenceUrl(String)} where it is set.
     */
    public Builder baseUrl(String url) {
      config.baseUrl(URI.create(url));
      return this;
    }

    /** The region whose host answers chat, such as {@code us-central1}; else the main host. */
    public Builder region(String name) {
      return setting("region", name);
    }

    /**
     * The base address of inference with its {@code /v1}, if it is not that of all calls. Chat goes
     * to that host then, and it sees the key too.
     */
    public Builder inferenceUrl(String url) {
      return setting("inference_url", url);
    }

    /** The project of calls that take one; that of the key where it is not given. */
    public Builder project(String id) {
      return setting("project", id);
    }

    /**
     * What to do about the services of 2025, serverless adapters and batches: {@code auto} by the
     * facts of the day, {@code try} whatever they say, {@code off} for never.
     */
    public Builder legacy(String mode) {
      return setting("legacy", mode);
    }

    /** The day for which dated facts are asked; today where it is not given. */
    public Builder asOf(LocalDate day) {
      config.asOf(day);
      return this;
    }

    /** Told about the limits that an answer names. It must not block; what it throws is logged. */
    public Builder onRateLimits(Consumer<RateLimits> listener) {
      Interceptor reader =
          (request, call, next) ->
              next.proceed(request)
                  .thenApply(
                      response -> {
                        RateLimits.of(response.headers())
                            .ifPresent(limits -> tell(listener, limits));
                        return response;
                      });
      config.addInterceptors(reader);
      return this;
    }

    private static void tell(Consumer<RateLimits> listener, RateLimits limits) {
      try {
        listener.accept(limits);
      } catch (RuntimeException e) {
        System.getLogger("dev.loraport.nebius")
            .log(System.Logger.Level.WARNING, "the listener to rate limits failed", e);
      }
    }

    /** All other settings. */
    public Builder config(Consumer<ClientConfig.Builder> settings) {
      settings.accept(config);
      return this;
    }

    /**
     * The client.
     *
     * @throws dev.loraport.error.ConfigurationException if there is no key, or a setting is wrong
     */
    public NebiusClient build() {
      return create(config.build());
    }

    private Builder setting(String name, String value) {
      config.putSettings(name, value);
      return this;
    }
  }
}
