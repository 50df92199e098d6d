package dev.loraport.together.internal;

import dev.loraport.Capabilities;
import dev.loraport.Capability;
import dev.loraport.ClientConfig;
import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchService;
import dev.loraport.catalog.Facts;
import dev.loraport.catalog.Verdict;
import dev.loraport.file.FileService;
import dev.loraport.model.ModelService;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.Blocking;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ServingGuards;
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

/** All of a client but chat: what a program that only chats needs not wait for. */
record Services(
    Facts facts,
    Capabilities capabilities,
    FileService files,
    TuningService jobs,
    TogetherFineTuning fineTuning,
    AdapterCalls adapterCalls,
    AdapterService adapters,
    TogetherRegistry registry,
    ServingService serving,
    TogetherDeployments deployments,
    BatchService batches,
    ModelService models,
    V1Endpoints v1Endpoints) {
  static Services of(Api api, ClientConfig config, Bases bases, ServingGuards guards) {
    Caller caller = api.caller();
    Facts facts = TogetherFacts.load();
    Project project = new Project(api, Settings.project(config));
    ServingRules rules = new ServingRules(facts, caller.asOf());
    Capabilities capabilities = capabilities(caller, rules, config.artifactHost().isPresent());
    FileCalls files = new FileCalls(api, Settings.upload(config), Settings.partBytes(config));
    FineTuningCalls fineTuning = new FineTuningCalls(api);
    AdapterCalls adapters =
        new AdapterCalls(
            api,
            project,
            capabilities.has(Capability.DEDICATED_SERVING),
            facts,
            config.artifactHost().orElse(null));
    return new Services(
        facts,
        capabilities,
        Blocking.files(caller, files),
        Blocking.jobs(caller, new JobCalls(api, files, fineTuning, facts)),
        new FineTuning(caller, fineTuning),
        adapters,
        Blocking.adapters(caller, adapters),
        new BlockingRegistry(caller, new RegistryCalls(api, project, rules)),
        Blocking.serving(caller, new ServingCalls(api, project, rules, guards)),
        new BlockingDeployments(caller, new DeploymentCalls(api, project, rules)),
        Blocking.batches(caller, new BatchCalls(api), BatchCalls.lines(Dialect.of(bases))),
        Blocking.models(caller, new ModelCalls(api, facts, fineTuning)),
        new BlockingV1Endpoints(caller, new V1EndpointCalls(api, facts)));
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
}
