package dev.loraport.fireworks.internal;

import dev.loraport.Capabilities;
import dev.loraport.ClientConfig;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchService;
import dev.loraport.catalog.Facts;
import dev.loraport.chat.ChatService;
import dev.loraport.file.FileService;
import dev.loraport.fireworks.FireworksAccounts;
import dev.loraport.fireworks.FireworksClient;
import dev.loraport.fireworks.internal.chat.Dialect;
import dev.loraport.fireworks.internal.wire.AccountOfKey;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Bases;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.model.ModelService;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.BillableSource;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Lazy;
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
  private final ChatService chat;
  private final Lazy<Services> services;

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
    this.chat =
        new OpenAiChat(
            caller, Dialect.of(bases), model -> model.baseUrl().orElse(bases.inference()));
    this.services =
        Lazy.of(() -> Services.of(new Api(caller, bases, account), config, bases, guards));
  }

  @Override
  public FireworksAccounts accounts() {
    return services.get().accounts();
  }

  @Override
  public String provider() {
    return Settings.PROVIDER;
  }

  @Override
  public Capabilities capabilities() {
    return services.get().capabilities();
  }

  @Override
  public FileService files() {
    return services.get().files();
  }

  @Override
  public TuningService jobs() {
    return services.get().jobs();
  }

  @Override
  public TuningJob resumeJob(JobId id) {
    return caller.await(
        "jobs.resume", () -> services.get().jobCalls().resume(id, RequestOptions.none()));
  }

  @Override
  public AdapterService adapters() {
    return services.get().adapters();
  }

  @Override
  public ServingService serving() {
    return services.get().serving();
  }

  @Override
  public ChatService chat() {
    return chat;
  }

  @Override
  public BatchService batches() {
    return services.get().batches();
  }

  @Override
  public BatchJob resumeBatch(BatchId expired) {
    return caller.await(
        "batches.resume", () -> services.get().batchCalls().resume(expired, RequestOptions.none()));
  }

  @Override
  public void deleteBatch(BatchId id) {
    caller.await(
        "batches.delete", () -> services.get().batchCalls().delete(id, RequestOptions.none()));
  }

  @Override
  public void scale(DeploymentId id, int replicas) {
    caller.await(
        "deployments.scale",
        () -> services.get().deployments().scale(id, replicas, RequestOptions.none()));
  }

  @Override
  public Deployment undelete(DeploymentId id) {
    return caller.await(
        "deployments.undelete",
        () -> services.get().deployments().undelete(id, RequestOptions.none()));
  }

  @Override
  public void forceDelete(DeploymentId id) {
    caller.await(
        "serving.delete",
        () -> services.get().deployments().forceDelete(id, RequestOptions.none()));
  }

  @Override
  public ModelService models() {
    return services.get().models();
  }

  @Override
  public Facts catalog() {
    return services.get().facts();
  }

  @Override
  public List<BillableSource> billables() {
    Pages<Adapter> wholeModels =
        new LazyPages<>(
            caller,
            Operation.read("models.own"),
            () -> services.get().adapterCalls().wholeModels(RequestOptions.none()));
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
