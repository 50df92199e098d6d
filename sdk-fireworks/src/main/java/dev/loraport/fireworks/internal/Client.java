package dev.loraport.fireworks.internal;

import dev.loraport.Capabilities;
import dev.loraport.Capability;
import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchService;
import dev.loraport.catalog.Facts;
import dev.loraport.chat.ChatService;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileService;
import dev.loraport.fireworks.FireworksAccounts;
import dev.loraport.fireworks.FireworksClient;
import dev.loraport.fireworks.FireworksFacts;
import dev.loraport.fireworks.internal.account.AccountCalls;
import dev.loraport.fireworks.internal.account.Accounts;
import dev.loraport.fireworks.internal.adapter.AdapterCalls;
import dev.loraport.fireworks.internal.file.FileCalls;
import dev.loraport.fireworks.internal.model.ModelCalls;
import dev.loraport.fireworks.internal.tuning.JobCalls;
import dev.loraport.fireworks.internal.wire.AccountOfKey;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Bases;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.model.ModelService;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.Blocking;
import dev.loraport.spi.Caller;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningService;

/** The services over one way of a call. */
final class Client implements FireworksClient {
  private final Caller caller;
  private final ClientConfig config;
  private final Bases bases;
  private final AccountOfKey account;
  private final boolean owner;
  private final Facts facts;
  private final Capabilities capabilities;
  private final FireworksAccounts accounts;
  private final FileService files;
  private final JobCalls jobCalls;
  private final TuningService jobs;
  private final AdapterService adapters;
  private final ModelService models;

  Client(Caller caller, ClientConfig config, Bases bases, AccountOfKey account, boolean owner) {
    this.caller = caller;
    this.config = config;
    this.bases = bases;
    this.account = account;
    this.owner = owner;
    this.facts = FireworksFacts.load();
    this.capabilities = capabilities(caller);
    Api api = new Api(caller, bases, account);
    this.accounts = new Accounts(caller, new AccountCalls(api));
    FileCalls fileCalls = new FileCalls(api, Settings.signedUpload(config));
    this.files = Blocking.files(caller, fileCalls);
    this.jobCalls = new JobCalls(api, fileCalls);
    this.jobs = Blocking.jobs(caller, jobCalls);
    this.adapters = Blocking.adapters(caller, new AdapterCalls(api));
    this.models = Blocking.models(caller, new ModelCalls(api));
  }

  private static Capabilities capabilities(Caller caller) {
    return Capabilities.builder(Settings.PROVIDER, caller.asOf())
        .with(Capability.FILES, Capability.FILE_DOWNLOAD)
        .with(
            Capability.LORA_TUNING,
            Capability.FULL_TUNING,
            Capability.PREFERENCE_TUNING,
            Capability.JOB_METRICS,
            Capability.JOB_DELETION,
            Capability.WEIGHTS_DOWNLOAD,
            Capability.PRICE_ESTIMATE)
        .without(
            Capability.JOB_EVENTS,
            "as of August 2026 its jobs keep no events; look at progress and metrics")
        .without(
            Capability.CHECKPOINTS,
            "as of August 2026 its managed jobs leave their last state alone; see result()")
        .with(Capability.ADAPTER_UPLOAD, Capability.ADAPTER_DOWNLOAD)
        .with(Capability.MODEL_LIST)
        .build();
  }

  @Override
  public FireworksAccounts accounts() {
    return accounts;
  }

  @Override
  public String provider() {
    return Settings.PROVIDER;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public FileService files() {
    return files;
  }

  @Override
  public TuningService jobs() {
    return jobs;
  }

  @Override
  public TuningJob resumeJob(JobId id) {
    return caller.await("jobs.resume", jobCalls.resume(id, RequestOptions.none()));
  }

  @Override
  public AdapterService adapters() {
    return adapters;
  }

  @Override
  public ServingService serving() {
    throw new UnsupportedCapabilityException(
        Settings.PROVIDER, Capability.DEDICATED_SERVING, "not in this version");
  }

  @Override
  public ChatService chat() {
    throw new UnsupportedCapabilityException(
        Settings.PROVIDER, Capability.CHAT, "not in this version");
  }

  @Override
  public BatchService batches() {
    throw new UnsupportedCapabilityException(
        Settings.PROVIDER, Capability.BATCHES, "not in this version");
  }

  @Override
  public ModelService models() {
    return models;
  }

  @Override
  public Facts catalog() {
    return facts;
  }

  @Override
  public FireworksClient withOptions(RequestOptions defaults) {
    return new Client(caller.withDefaults(defaults), config, bases, account, false);
  }

  @Override
  public void close() {
    if (owner) {
      caller.close();
    }
  }

  @Override
  public String toString() {
    return "Fireworks at " + bases.root();
  }
}
