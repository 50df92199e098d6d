package dev.loraport.fireworks.internal;

import dev.loraport.Capabilities;
import dev.loraport.Capability;
import dev.loraport.ClientConfig;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchService;
import dev.loraport.catalog.Facts;
import dev.loraport.catalog.Verdict;
import dev.loraport.chat.ChatService;
import dev.loraport.file.FileService;
import dev.loraport.fireworks.FireworksAccounts;
import dev.loraport.fireworks.FireworksClient;
import dev.loraport.fireworks.FireworksFacts;
import dev.loraport.fireworks.internal.account.AccountCalls;
import dev.loraport.fireworks.internal.account.Accounts;
import dev.loraport.fireworks.internal.adapter.AdapterCalls;
import dev.loraport.fireworks.internal.batch.BatchCalls;
import dev.loraport.fireworks.internal.chat.Dialect;
import dev.loraport.fireworks.internal.file.FileCalls;
import dev.loraport.fireworks.internal.model.ModelCalls;
import dev.loraport.fireworks.internal.serving.Deployments;
import dev.loraport.fireworks.internal.serving.ServingCalls;
import dev.loraport.fireworks.internal.serving.ServingRules;
import dev.loraport.fireworks.internal.tuning.JobCalls;
import dev.loraport.fireworks.internal.wire.AccountOfKey;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Bases;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.model.ModelService;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.BillableSource;
import dev.loraport.spi.Blocking;
import dev.loraport.spi.Caller;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.OpenAiChat;
import dev.loraport.spi.Operation;
import dev.loraport.spi.ServingGuards;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningService;
import java.time.Duration;
import java.util.List;

/** The services over one way of a call. */
final class Client implements FireworksClient {
  private static final Duration DELETIONS = Duration.ofSeconds(30);

  private final Caller caller;
  private final ClientConfig config;
  private final Bases bases;
  private final AccountOfKey account;
  private final ServingGuards guards;
  private final boolean owner;
  private final Facts facts;
  private final Capabilities capabilities;
  private final FireworksAccounts accounts;
  private final FileService files;
  private final JobCalls jobCalls;
  private final TuningService jobs;
  private final AdapterCalls adapterCalls;
  private final AdapterService adapters;
  private final Deployments deployments;
  private final ServingService serving;
  private final ChatService chat;
  private final BatchCalls batchCalls;
  private final BatchService batches;
  private final ModelService models;

  Client(
      Caller caller,
      ClientConfig config,
      Bases bases,
      AccountOfKey account,
      ServingGuards guards,
      boolean owner) {
    this.caller = caller;
    this.config = config;
    this.bases = bases;
    this.account = account;
    this.guards = guards;
    this.owner = owner;
    this.facts = FireworksFacts.load();
    ServingRules rules = new ServingRules(facts, caller.asOf());
    this.capabilities = capabilities(caller, rules);
    Api api = new Api(caller, bases, account);
    this.accounts = new Accounts(caller, new AccountCalls(api));
    FileCalls fileCalls = new FileCalls(api, Settings.signedUpload(config));
    this.files = Blocking.files(caller, fileCalls);
    this.jobCalls = new JobCalls(api, fileCalls);
    this.jobs = Blocking.jobs(caller, jobCalls);
    this.adapterCalls = new AdapterCalls(api, facts);
    this.adapters = Blocking.adapters(caller, adapterCalls);
    this.deployments = new Deployments(api, rules);
    ServingCalls servingCalls = new ServingCalls(api, rules, deployments, guards);
    this.serving = Blocking.serving(caller, servingCalls);
    this.chat =
        new OpenAiChat(
            caller, Dialect.of(bases), model -> model.baseUrl().orElse(bases.inference()));
    this.batchCalls = new BatchCalls(api);
    this.batches = Blocking.batches(caller, batchCalls, BatchCalls.lines(Dialect.of(bases)));
    this.models = Blocking.models(caller, new ModelCalls(api, facts, servingCalls));
  }

  private static Capabilities capabilities(Caller caller, ServingRules rules) {
    Capabilities.Builder known =
        Capabilities.builder(Settings.PROVIDER, caller.asOf())
            .with(
                Capability.FILES,
                Capability.FILE_DOWNLOAD,
                Capability.LORA_TUNING,
                Capability.FULL_TUNING,
                Capability.PREFERENCE_TUNING,
                Capability.JOB_METRICS,
                Capability.JOB_DELETION,
                Capability.WEIGHTS_DOWNLOAD,
                Capability.PRICE_ESTIMATE,
                Capability.ADAPTER_UPLOAD,
                Capability.ADAPTER_DOWNLOAD,
                Capability.CHAT,
                Capability.CHAT_STREAMING,
                Capability.TEXT_COMPLETION,
                Capability.MODEL_LIST,
                Capability.BATCHES)
            .without(
                Capability.JOB_EVENTS,
                "as of August 2026 its jobs keep no events; look at progress and metrics")
            .without(
                Capability.CHECKPOINTS,
                "as of August 2026 its managed jobs leave their last state alone; see result()")
            .without(Capability.BATCH_CANCELLATION, BatchCalls.NO_CANCELLATION)
            .without(Capability.SERVERLESS_LORA, rules.serverless().reason());
    String reason = rules.dedicated().reason();
    return rules.dedicated().verdict() == Verdict.YES
        ? known.with(Capability.DEDICATED_SERVING, Capability.ADAPTER_HOT_LOAD).build()
        : known
            .without(Capability.DEDICATED_SERVING, reason)
            .without(Capability.ADAPTER_HOT_LOAD, reason)
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
    return serving;
  }

  @Override
  public ChatService chat() {
    return chat;
  }

  @Override
  public BatchService batches() {
    return batches;
  }

  @Override
  public BatchJob resumeBatch(BatchId expired) {
    return caller.await("batches.resume", batchCalls.resume(expired, RequestOptions.none()));
  }

  @Override
  public void deleteBatch(BatchId id) {
    caller.await("batches.delete", batchCalls.delete(id, RequestOptions.none()));
  }

  @Override
  public void scale(DeploymentId id, int replicas) {
    caller.await("deployments.scale", deployments.scale(id, replicas, RequestOptions.none()));
  }

  @Override
  public Deployment undelete(DeploymentId id) {
    return caller.await("deployments.undelete", deployments.undelete(id, RequestOptions.none()));
  }

  @Override
  public void forceDelete(DeploymentId id) {
    caller.await("serving.delete", deployments.forceDelete(id, RequestOptions.none()));
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
  public List<BillableSource> billables() {
    Pages<Adapter> wholeModels =
        new LazyPages<>(
            caller,
            Operation.read("models.own"),
            () -> adapterCalls.wholeModels(RequestOptions.none()));
    return new Running(this, wholeModels::stream).sources();
  }

  @Override
  public FireworksClient withOptions(RequestOptions defaults) {
    return new Client(caller.withDefaults(defaults), config, bases, account, guards, false);
  }

  @Override
  public void close() {
    if (owner) {
      guards.close(DELETIONS);
      caller.close();
    }
  }

  @Override
  public String toString() {
    return "Fireworks at " + bases.root();
  }
}
