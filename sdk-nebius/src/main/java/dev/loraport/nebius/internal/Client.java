package dev.loraport.nebius.internal;

import dev.loraport.Capabilities;
import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchService;
import dev.loraport.catalog.Facts;
import dev.loraport.chat.ChatService;
import dev.loraport.file.FileId;
import dev.loraport.file.FileService;
import dev.loraport.model.ModelService;
import dev.loraport.nebius.DataOperations;
import dev.loraport.nebius.DedicatedEndpoints;
import dev.loraport.nebius.FileLink;
import dev.loraport.nebius.NebiusClient;
import dev.loraport.nebius.NebiusFacts;
import dev.loraport.nebius.internal.adapter.AdapterCalls;
import dev.loraport.nebius.internal.batch.BatchCalls;
import dev.loraport.nebius.internal.batch.OperationCalls;
import dev.loraport.nebius.internal.file.FileCalls;
import dev.loraport.nebius.internal.model.ModelCalls;
import dev.loraport.nebius.internal.serving.BlockingEndpoints;
import dev.loraport.nebius.internal.serving.EndpointCalls;
import dev.loraport.nebius.internal.serving.ServingCalls;
import dev.loraport.nebius.internal.tuning.JobCalls;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.nebius.internal.wire.Bases;
import dev.loraport.nebius.internal.wire.Door;
import dev.loraport.nebius.internal.wire.Era;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.BillableSource;
import dev.loraport.spi.Blocking;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ClientSettings;
import dev.loraport.spi.OpenAiChat;
import dev.loraport.spi.ServingGuards;
import dev.loraport.tuning.TuningService;
import java.time.Duration;
import java.util.List;

/** The services over one way of a call. */
final class Client implements NebiusClient {
  private static final Duration DELETIONS = Duration.ofSeconds(30);

  private final Caller caller;
  private final ClientConfig config;
  private final Bases bases;
  private final Shared shared;
  private final boolean owner;
  private final Facts facts;
  private final Capabilities capabilities;
  private final FileCalls fileCalls;
  private final FileService files;
  private final TuningService jobs;
  private final AdapterService adapters;
  private final ServingService serving;
  private final ChatService chat;
  private final BatchService batches;
  private final ModelService models;
  private final DedicatedEndpoints endpoints;
  private final DataOperations operations;

  Client(Caller caller, ClientConfig config, Bases bases, Shared shared, boolean owner) {
    this.caller = caller;
    this.config = config;
    this.bases = bases;
    this.shared = shared;
    this.owner = owner;
    this.facts = NebiusFacts.load();
    Era era = new Era(facts, caller.asOf(), Settings.legacy(config));
    Api api = new Api(caller, bases, ClientSettings.text(config, Settings.PROJECT));
    this.capabilities = WhatWorks.on(era);
    this.fileCalls = new FileCalls(api);
    JobCalls jobCalls = new JobCalls(api);
    AdapterCalls adapterCalls =
        new AdapterCalls(api, era, Door.customModels(api, era, shared.customModels()), jobCalls);
    EndpointCalls endpointCalls = new EndpointCalls(api, era);
    this.files = Blocking.files(caller, fileCalls);
    this.jobs = Blocking.jobs(caller, jobCalls);
    this.adapters = Blocking.adapters(caller, adapterCalls);
    this.serving =
        Blocking.serving(
            caller, new ServingCalls(api, era, adapterCalls, endpointCalls, shared.guards()));
    this.chat =
        new OpenAiChat(
            caller.withDefaults(api.scope()),
            Dialect.of(bases),
            model -> model.baseUrl().orElse(bases.inference()));
    this.batches =
        Blocking.batches(
            caller,
            new BatchCalls(api, Door.batches(api, era, shared.batches())),
            BatchCalls.lines(Dialect.of(bases)));
    this.models = Blocking.models(caller, new ModelCalls(api, facts));
    this.endpoints = new BlockingEndpoints(caller, endpointCalls);
    this.operations = new OperationCalls.Waiting(caller, new OperationCalls(api));
  }

  /**
   * What a client and its views have in common.
   *
   * @param customModels what was found out about serverless adapters
   * @param batches what was found out about batches
   * @param guards what is to be deleted before the client is closed
   */
  record Shared(Door.State customModels, Door.State batches, ServingGuards guards) {}

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
  public ModelService models() {
    return models;
  }

  @Override
  public DedicatedEndpoints dedicatedEndpoints() {
    return endpoints;
  }

  @Override
  public DataOperations operations() {
    return operations;
  }

  @Override
  public FileLink fileLink(FileId id, RequestOptions options) {
    return caller.await("files.link", fileCalls.link(id, options));
  }

  @Override
  public Facts catalog() {
    return facts;
  }

  @Override
  public List<BillableSource> billables() {
    return new Running(operations).sources();
  }

  @Override
  public NebiusClient withOptions(RequestOptions defaults) {
    return new Client(caller.withDefaults(defaults), config, bases, shared, false);
  }

  @Override
  public void close() {
    if (owner) {
      shared.guards().close(DELETIONS);
      caller.close();
    }
  }

  @Override
  public String toString() {
    return "Nebius at " + bases.root();
  }
}
