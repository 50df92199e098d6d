package dev.loraport.together;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.RequestOptions;
import dev.loraport.http.Interceptor;
import dev.loraport.serving.DeploymentId;
import dev.loraport.together.internal.Clients;
import java.net.URI;
import java.time.LocalDate;
import java.util.function.Consumer;

/**
 * One account at Together.
 *
 * <p>What is Together's own: the suffix of a job gets a mark of six letters, by which a job is
 * found again whose answer was lost; the id of a deployment is {@code <endpoint id>/<deployment
 * id>}; the id of an adapter is an upload job ({@code job-...}) or a registry model ({@code
 * ml_...}); deleting a deployment deletes its endpoint too, if no other is left there. Closing a
 * client while a model is being served deletes what was created for it, and takes up to 30 seconds
 * for that.
 */
public interface TogetherClient extends ProviderClient {
  /**
   * A client by the environment: {@code TOGETHER_API_KEY}, and where they are set {@code
   * TOGETHER_BASE_URL} and {@code TOGETHER_PROJECT_ID}.
   *
   * @throws dev.loraport.error.ConfigurationException if there is no key
   */
  static TogetherClient fromEnv() {
    return create(ClientConfig.builder().build());
  }

  /**
   * A client with these settings. Key, base address and project that are not given are taken from
   * the environment, as {@link #fromEnv()} does.
   *
   * <p>Settings of Together alone, see {@link ClientConfig#settings()}: {@code project}; {@code
   * upload}, which is {@code redirect}, {@code direct} or {@code parts}: files over 5 GiB go up in
   * parts in any case; {@code upload_part_bytes}, the target size of a part from 5 MiB, 250 MiB
   * where it is not given; {@code publish}, which is {@code v1} or {@code v0}: the form in which
   * adapters are published; {@code management_url}; {@code inference_url}.
   *
   * @throws dev.loraport.error.ConfigurationException if there is no key, or a setting is wrong
   */
  static TogetherClient create(ClientConfig config) {
    return Clients.open(config, System::getenv);
  }

  /** Starts a client. */
  static Builder builder() {
    return new Builder();
  }

  /** What Together alone tells about fine-tuning: models, limits, chosen metrics, tokens. */
  TogetherFineTuning fineTuning();

  /**
   * Sets the replicas of a deployment: 0 and 0 stop it, and nothing is billed then; it keeps its
   * place, and more replicas start it again. {@link TogetherDeployments#scale} sets more than that.
   *
   * @param minReplicas the least number of replicas, 1 or more unless both are 0
   * @param maxReplicas the highest number of replicas
   * @throws dev.loraport.error.UnsupportedCapabilityException before 2026-07-16
   */
  void scale(DeploymentId id, int minReplicas, int maxReplicas);

  /** The registry of models and adapters, from which the second API deploys. */
  TogetherRegistry registry();

  /** What the second API has for deployments beyond {@link #serving()}. */
  TogetherDeployments deployments();

  /** Endpoints of the first API, which run on but can't be created since 2026-07-16. */
  V1Endpoints v1Endpoints();

  /**
   * A view of this client with other options; it shares connections, and closing it does nothing.
   */
  @Override
  TogetherClient withOptions(RequestOptions defaults);

  /** Collects the settings of a client. */
  final class Builder {
    private final ClientConfig.Builder config = ClientConfig.builder();

    private Builder() {}

    /** The key; from {@code TOGETHER_API_KEY} where it is not given. */
    public Builder apiKey(String key) {
      config.apiKey(key);
      return this;
    }

    /**
     * The base address of the first API, such as {@code https://api.together.ai/v1}. Management and
     * dedicated inference are at the same origin then, and no other host sees the key.
     */
    public Builder baseUrl(String url) {
      config.baseUrl(URI.create(url));
      return this;
    }

    /** The base address of the second API, if it is not beside {@link #baseUrl}. */
    public Builder managementUrl(String url) {
      return setting("management_url", url);
    }

    /** The base address of dedicated inference, if it is not {@link #baseUrl}. */
    public Builder inferenceUrl(String url) {
      return setting("inference_url", url);
    }

    /** The project for deployments; that of the key where it is not given. */
    public Builder project(String id) {
      return setting("project", id);
    }

    /** Uploads files as one multipart form, and not in three steps by a signed address. */
    public Builder directUpload() {
      return setting("upload", "direct");
    }

    /** The day for which dated facts are asked; today where it is not given. */
    public Builder asOf(LocalDate day) {
      config.asOf(day);
      return this;
    }

    /** Told about the limits that an answer names. It must not block. */
    public Builder onRateLimits(Consumer<TogetherRateLimits> listener) {
      Interceptor reader =
          (request, call, next) ->
              next.proceed(request)
                  .thenApply(
                      response -> {
                        TogetherRateLimits.of(response.headers()).ifPresent(listener);
                        return response;
                      });
      config.addInterceptors(reader);
      return this;
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
    public TogetherClient build() {
      return create(config.build());
    }

    private Builder setting(String name, String value) {
      config.putSettings(name, value);
      return this;
    }
  }
}
