package dev.loraport.nebius.internal;

import dev.loraport.Capabilities;
import dev.loraport.ClientConfig;
import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchService;
import dev.loraport.catalog.Facts;
import dev.loraport.file.FileService;
import dev.loraport.model.ModelService;
import dev.loraport.nebius.DataOperations;
import dev.loraport.nebius.DedicatedEndpoints;
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
import dev.loraport.spi.Blocking;
import dev.loraport.spi.Caller;
import dev.loraport.tuning.TuningService;

/** All of a client but chat: what a program that only chats needs not wait for. */
record Services(
    Facts facts,
    Capabilities capabilities,
    FileCalls fileCalls,
    FileService files,
    TuningService jobs,
    AdapterService adapters,
    ServingService serving,
    BatchService batches,
    ModelService models,
    DedicatedEndpoints endpoints,
    DataOperations operations) {
  static Services of(Api api, ClientConfig config, Bases bases, Client.Shared shared) {
    Caller caller = api.caller();
    Facts facts = NebiusFacts.load();
    Era era = new Era(facts, caller.asOf(), Settings.legacy(config));
    FileCalls files = new FileCalls(api);
    JobCalls jobs = new JobCalls(api, facts);
    AdapterCalls adapters =
        new AdapterCalls(api, era, Door.customModels(api, era, shared.customModels()), jobs);
    EndpointCalls endpoints = new EndpointCalls(api, era);
    return new Services(
        facts,
        WhatWorks.on(era),
        files,
        Blocking.files(caller, files),
        Blocking.jobs(caller, jobs),
        Blocking.adapters(caller, adapters),
        Blocking.serving(caller, new ServingCalls(api, era, adapters, endpoints, shared.guards())),
        Blocking.batches(
            caller,
            new BatchCalls(api, Door.batches(api, era, shared.batches())),
            BatchCalls.lines(Dialect.of(bases))),
        Blocking.models(caller, new ModelCalls(api, facts)),
        new BlockingEndpoints(caller, endpoints),
        new OperationCalls.Waiting(caller, new OperationCalls(api)));
  }
}
