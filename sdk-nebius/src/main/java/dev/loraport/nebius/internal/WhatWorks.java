package dev.loraport.nebius.internal;

import dev.loraport.Capabilities;
import dev.loraport.Capability;
import dev.loraport.nebius.internal.serving.ServingCalls;
import dev.loraport.nebius.internal.tuning.JobCalls;
import dev.loraport.nebius.internal.wire.Era;
import dev.loraport.nebius.internal.wire.Era.Ruling;
import dev.loraport.nebius.internal.wire.Settings;

/** The capabilities of a day. What is in doubt is tried where it is called, but not promised. */
final class WhatWorks {
  private WhatWorks() {}

  static Capabilities on(Era era) {
    Capabilities.Builder known =
        Capabilities.builder(Settings.PROVIDER, era.day())
            .with(
                Capability.FILES,
                Capability.FILE_DOWNLOAD,
                Capability.LORA_TUNING,
                Capability.FULL_TUNING,
                Capability.JOB_EVENTS,
                Capability.CHECKPOINTS,
                Capability.JOB_METRICS,
                Capability.WEIGHTS_DOWNLOAD,
                Capability.CHAT,
                Capability.CHAT_STREAMING,
                Capability.TEXT_COMPLETION,
                Capability.MODEL_LIST)
            .without(Capability.PREFERENCE_TUNING, "as of October 2026 its jobs learn by sft alone")
            .without(Capability.JOB_DELETION, JobCalls.NO_DELETION)
            .without(Capability.PRICE_ESTIMATE, JobCalls.NO_ESTIMATE)
            .without(Capability.ADAPTER_HOT_LOAD, ServingCalls.NO_HOT_LOAD)
            .without(Capability.DEDICATED_SERVING, era.dedicated().reason());
    decide(known, Capability.ADAPTER_UPLOAD, era.customModels());
    decide(known, Capability.ADAPTER_DOWNLOAD, era.customModels());
    decide(known, Capability.SERVERLESS_LORA, era.anyServerless());
    decide(known, Capability.BATCHES, era.batches());
    decide(known, Capability.BATCH_CANCELLATION, era.batches());
    return known.build();
  }

  private static void decide(Capabilities.Builder known, Capability capability, Ruling ruling) {
    switch (ruling.verdict()) {
      case YES -> known.with(capability);
      case NO -> known.without(capability, ruling.reason());
      case UNKNOWN -> known.without(capability, ruling.reason() + "; it is tried when called");
    }
  }
}
