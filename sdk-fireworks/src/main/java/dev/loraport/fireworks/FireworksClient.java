package dev.loraport.fireworks;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.RequestOptions;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.fireworks.internal.Clients;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningJob;
import java.net.URI;
import java.time.LocalDate;
import java.util.function.Consumer;

/**
 * One account at Fireworks.
 *
 * <p>What is Fireworks' own: a file is a data set, whose id is made of the name and the content of
 * the file, so that an upload that is repeated finds what is there already; the account is part of
 * every address, and is looked up once where it is not given.
 */
public interface FireworksClient extends ProviderClient {
  /**
   * A client by the environment: {@code FIREWORKS_API_KEY}, and where they are set {@code
   * FIREWORKS_ACCOUNT_ID} and {@code FIREWORKS_BASE_URL}.
   *
   * @throws dev.loraport.error.ConfigurationException if there is no key
   */
  static FireworksClient fromEnv() {
    return create(ClientConfig.builder().build());
  }

  /**
   * A client with these settings. Key, base address and account that are not given are taken from
   * the environment, as {@link #fromEnv()} does. An account that is not known then is looked up by
   * the first call that needs it; a key that sees none, or several, fails that call with a {@link
   * dev.loraport.error.ConfigurationException} which names them.
   *
   * <p>Settings of Fireworks alone, see {@link ClientConfig#settings()}: {@code account}; {@code
   * inference_url}; {@code upload}, which is {@code auto} or {@code signed}.
   *
   * @throws dev.loraport.error.ConfigurationException if there is no key, or a setting is wrong
   */
  static FireworksClient create(ClientConfig config) {
    return Clients.open(config, System::getenv);
  }

  /** Starts a client. */
  static Builder builder() {
    return new Builder();
  }

  /** The accounts of the key: suspension, limits, costs. */
  FireworksAccounts accounts();

  /**
   * Goes on with a job that is {@link dev.loraport.tuning.JobState#PAUSED}, as one is by hand or
   * when the account was suspended.
   *
   * @param id the job
   * @return the job
   */
  TuningJob resumeJob(JobId id);

  /**
   * A view of this client with other options; it shares connections, and closing it does nothing.
   */
  @Override
  FireworksClient withOptions(RequestOptions defaults);

  /**
   * Sets the number of replicas of a deployment. At 0 nothing is billed; a deployment that may have
   * more wakes up again with the next request, which is answered 503 meanwhile.
   *
   * @param replicas 0 or more, within the limits of the deployment
   */
  void scale(DeploymentId id, int replicas);

  /**
   * Brings back a deployment that was deleted, as long as it is not purged. It costs money again.
   */
  Deployment undelete(DeploymentId id);

  /**
   * Deletes a deployment without the checks of the provider, and waits until it is gone. As of July
   * 2026 these refuse it for an hour after the last request, and while it is the default of a model
   * that others serve too. What this library has made is deleted so by {@code serving().delete}
   * already.
   */
  void forceDelete(DeploymentId id);

  /**
   * Goes on with a batch that has expired, as a new one: what was answered is kept. An expired
   * batch is {@link dev.loraport.tuning.JobState#FAILED} with the status {@code JOB_STATE_EXPIRED}.
   *
   * @param expired the batch
   * @return the new batch
   */
  BatchJob resumeBatch(BatchId expired);

  /** Deletes a batch; no source says what becomes of the work of one that still runs. */
  void deleteBatch(BatchId id);

  /** Collects the settings of a client. */
  final class Builder {
    private final ClientConfig.Builder config = ClientConfig.builder();

    private Builder() {}

    /** The key; from {@code FIREWORKS_API_KEY} where it is not given. */
    public Builder apiKey(String key) {
      config.apiKey(key);
      return this;
    }

    /** The id of the account, such as {@code my-team}; that of the key where it is not given. */
    public Builder account(String id) {
      return setting("account", id);
    }

    /**
     * The base address of both planes, such as {@code https://api.fireworks.ai}: management is
     * below its {@code /v1}, inference below its {@code /inference/v1}. One that ends with either
     * is taken too. No other host sees the key.
     */
    public Builder baseUrl(String url) {
      config.baseUrl(URI.create(url));
      return this;
    }

    /**
     * The base address of inference, if it is not {@code /inference/v1} below {@link #baseUrl}; the
     * key goes there too.
     */
    public Builder inferenceUrl(String url) {
      return setting("inference_url", url);
    }

    /** Uploads all files to signed addresses, also those of less than 150 MB. */
    public Builder signedUpload() {
      return setting("upload", "signed");
    }

    /** The day for which dated facts are asked; today where it is not given. */
    public Builder asOf(LocalDate day) {
      config.asOf(day);
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
    public FireworksClient build() {
      return create(config.build());
    }

    private Builder setting(String name, String value) {
      config.putSettings(name, value);
      return this;
    }
  }
}
