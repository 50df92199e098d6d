package dev.loraport.fireworks.internal;

import dev.loraport.Capabilities;
import dev.loraport.Capability;
import dev.loraport.ClientConfig;
import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchService;
import dev.loraport.catalog.Facts;
import dev.loraport.catalog.Verdict;
import dev.loraport.file.FileService;
import dev.loraport.fireworks.FireworksAccounts;
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
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Bases;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.model.ModelService;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.Blocking;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ServingGuards;
import dev.loraport.tuning.TuningService;

/** All of a client but chat: what a program that only chats needs not wait for. */
record Services(
    Facts facts,
    Capabilities capabilities,
    FireworksAccounts accounts,
    FileService files,
    JobCalls jobCalls,
    TuningService jobs,
    AdapterCalls adapterCalls,
    AdapterService adapters,
    Deployments deployments,
    ServingService serving,
    BatchCalls batchCalls,
    BatchService batches,
    ModelService models) {
  static Services of(Api api, ClientConfig config, Bases bases, ServingGuards guards) {
    Caller caller = api.caller();
    Facts facts = FireworksFacts.load();
    ServingRules rules = new ServingRules(facts, caller.asOf());
    FileCalls files = new FileCalls(api, Settings.signedUpload(config));
    JobCalls jobs = new JobCalls(api, files, facts);
    AdapterCalls adapters = new AdapterCalls(api, facts);
    Deployments deployments = new Deployments(api, rules);
    ServingCalls serving = new ServingCalls(api, rules, deployments, guards);
    BatchCalls batches = new BatchCalls(api);
    return new Services(
        facts,
        capabilities(caller, rules),
        new Accounts(caller, new AccountCalls(api)),
        Blocking.files(caller, files),
        jobs,
        Blocking.jobs(caller, jobs),
        adapters,
        Blocking.adapters(caller, adapters),
        deployments,
        Blocking.serving(caller, serving),
        batches,
        Blocking.batches(caller, batches, BatchCalls.lines(Dialect.of(bases))),
        Blocking.models(caller, new ModelCalls(api, facts, serving)));
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
}
