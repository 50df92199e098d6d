package dev.loraport.together.internal;

import dev.loraport.Capabilities;
import dev.loraport.Capability;
import dev.loraport.ClientConfig;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchService;
import dev.loraport.catalog.Facts;
import dev.loraport.catalog.Verdict;
import dev.loraport.chat.ChatService;
import dev.loraport.file.FileService;
import dev.loraport.model.ModelService;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.BillableSource;
import dev.loraport.spi.Blocking;
import dev.loraport.spi.Caller;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.OpenAiChat;
import dev.loraport.spi.Operation;
import dev.loraport.spi.ServingGuards;
import dev.loraport.together.TogetherAutoscaling;
import dev.loraport.together.TogetherClient;
import dev.loraport.together.TogetherDeployments;
import dev.loraport.together.TogetherFacts;
import dev.loraport.together.TogetherFineTuning;
import dev.loraport.together.TogetherRegistry;
import dev.loraport.together.V1Endpoints;
import dev.loraport.together.internal.adapter.AdapterCalls;
import dev.loraport.together.internal.batch.BatchCalls;
import dev.loraport.together.internal.chat.Dialect;
import dev.loraport.together.internal.endpoint.BlockingV1Endpoints;
import dev.loraport.together.internal.endpoint.V1EndpointCalls;
import dev.loraport.together.internal.file.FileCalls;
import dev.loraport.together.internal.model.ModelCalls;
import dev.loraport.together.internal.registry.BlockingRegistry;
import dev.loraport.together.internal.registry.RegistryCalls;
import dev.loraport.together.internal.serving.BlockingDeployments;
import dev.loraport.together.internal.serving.DeploymentCalls;
import dev.loraport.together.internal.serving.ServingCalls;
import dev.loraport.together.internal.serving.ServingRules;
import dev.loraport.together.internal.serving.ServingRules.Ruling;
import dev.loraport.together.internal.tuning.FineTuning;
import dev.loraport.together.internal.tuning.FineTuningCalls;
import dev.loraport.together.internal.tuning.JobCalls;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Bases;
import dev.loraport.together.internal.wire.Project;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.TuningService;
import java.time.Duration;
import java.util.List;

/** The services over one way of a call. */
final class Client implements TogetherClient {
  private static final Duration DELETIONS = Duration.ofSeconds(30);

  private final Caller caller;
  private final ClientConfig config;
  private final Bases bases;
  private final ServingGuards guards;
  private final boolean owner;
  private final Facts facts;
  private final Capabilities capabilities;
  private final FileService files;
  private final TuningService jobs;
  private final TogetherFineTuning fineTuning;
  private final AdapterCalls adapterCalls;
  private final AdapterService adapters;
  private final TogetherRegistry registry;
  private final ServingService serving;
  private final TogetherDeployments deployments;
  private final ChatService chat;
  private final BatchService batches;
  private final ModelService models;
  private final V1Endpoints v1Endpoints;

  Client(Caller caller, ClientConfig config, Bases bases, ServingGuards guards, boolean owner) {
    this.caller = caller;
    this.config = config;
    this.bases = bases;
    this.guards = guards;
    this.owner = owner;
    this.facts = TogetherFacts.load();
    Api api = new Api(caller, bases);
    Project project = new Project(api, Settings.project(config));
    ServingRules rules = new ServingRules(facts, caller.asOf());
    this.capabilities = capabilities(caller, rules, config.artifactHost().isPresent());
    FileCalls fileCalls = new FileCalls(api, Settings.upload(config), Settings.partBytes(config));
    this.files = Blocking.files(caller, fileCalls);
    FineTuningCalls fineTuningCalls = new FineTuningCalls(api);
    this.jobs = Blocking.jobs(caller, new JobCalls(api, fileCalls, fineTuningCalls));
    this.fineTuning = new FineTuning(caller, fineTuningCalls);
    this.adapterCalls =
        new AdapterCalls(
            api,
            project,
            capabilities.has(Capability.DEDICATED_SERVING),
            facts,
            config.artifactHost().orElse(null));
    this.adapters = Blocking.adapters(caller, adapterCalls);
    this.registry = new BlockingRegistry(caller, new RegistryCalls(api, project, rules));
    this.serving = Blocking.serving(caller, new ServingCalls(api, project, rules, guards));
    this.deployments = new BlockingDeployments(caller, new DeploymentCalls(api, project, rules));
    this.chat =
        new OpenAiChat(caller, Dialect.of(bases), model -> model.baseUrl().orElse(bases.v1()));
    this.batches =
        Blocking.batches(caller, new BatchCalls(api), BatchCalls.lines(Dialect.of(bases)));
    this.models = Blocking.models(caller, new ModelCalls(api, facts, fineTuningCalls));
    this.v1Endpoints = new BlockingV1Endpoints(caller, new V1EndpointCalls(api, facts));
  }

  private static Capabilities capabilities(Caller caller, ServingRules rules, boolean host) {
    Capabilities.Builder known =
        Capabilities.builder(Settings.PROVIDER, caller.asOf())
            .with(
                Capability.FILES,
                Capability.FILE_DOWNLOAD,
                Capability.LORA_TUNING,
                Capability.FULL_TUNING,
                Capability.PREFERENCE_TUNING,
                Capability.JOB_EVENTS,
                Capability.CHECKPOINTS,
                Capability.JOB_METRICS,
                Capability.WEIGHTS_DOWNLOAD,
                Capability.JOB_DELETION,
                Capability.PRICE_ESTIMATE,
                Capability.ADAPTER_UPLOAD,
                Capability.CHAT,
                Capability.CHAT_STREAMING,
                Capability.TEXT_COMPLETION,
                Capability.MODEL_LIST,
                Capability.BATCHES,
                Capability.BATCH_CANCELLATION)
            .without(Capability.ADAPTER_DOWNLOAD, AdapterCalls.NO_DOWNLOAD);
    if (!host) {
      known.without(Capability.of("adapter_upload_folder"), AdapterCalls.NO_FOLDERS);
    }
    if (rules.anyServerless()) {
      known.with(Capability.SERVERLESS_LORA);
    } else {
      known.without(Capability.SERVERLESS_LORA, rules.noServerless());
    }
    Ruling dedicated = rules.dedicated();
    if (dedicated.verdict() == Verdict.YES) {
      known.with(Capability.DEDICATED_SERVING, Capability.ADAPTER_HOT_LOAD);
    } else {
      known
          .without(Capability.DEDICATED_SERVING, dedicated.reason())
          .without(Capability.ADAPTER_HOT_LOAD, dedicated.reason());
    }
    return known.build();
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
  public TogetherFineTuning fineTuning() {
    return fineTuning;
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
  public TogetherRegistry registry() {
    return registry;
  }

  @Override
  public TogetherDeployments deployments() {
    return deployments;
  }

  @Override
  public V1Endpoints v1Endpoints() {
    return v1Endpoints;
  }

  @Override
  public void scale(DeploymentId id, int minReplicas, int maxReplicas) {
    deployments.scale(id, TogetherAutoscaling.replicas(minReplicas, maxReplicas));
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
            Operation.read("models.registry"),
            () -> adapterCalls.wholeModels(RequestOptions.none()));
    return new Running(this, wholeModels::stream).sources();
  }

  @Override
  public TogetherClient withOptions(RequestOptions defaults) {
    return new Client(caller.withDefaults(defaults), config, bases, guards, false);
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
    return "Together at " + bases.v1();
  }
}
