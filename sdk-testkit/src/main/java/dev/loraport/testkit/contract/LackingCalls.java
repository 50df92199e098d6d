package dev.loraport.testkit.contract;

import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchSpec;
import dev.loraport.chat.TextRequest;
import dev.loraport.file.FileId;
import dev.loraport.serving.DeploymentId;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningResult;
import dev.loraport.tuning.TuningSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call for each capability that a provider may lack. Serving has none, with a deployment or
 * without: it is refused with the plan and its alternatives, which is a matter of {@link
 * ServingContract}. A provider may list deployments that can serve no tuned model.
 */
final class LackingCalls {
  private LackingCalls() {}

  /** Something that may throw. */
  @FunctionalInterface
  interface Step {
    void run();
  }

  static Map<Capability, Step> of(ContractRun run) {
    ProviderClient client = run.client();
    FileId file = FileId.of("file-of-the-contract");
    JobId job = JobId.of("job-of-the-contract");
    TuningSpec spec =
        TuningSpec.builder().model(run.setup().tunableModel()).trainingFile(file).build();
    Map<Capability, Step> calls = new LinkedHashMap<>();
    calls.put(Capability.FILES, () -> client.files().get(file));
    calls.put(Capability.FILE_DOWNLOAD, () -> client.files().download(file, Path.of("unused")));
    calls.put(Capability.LORA_TUNING, () -> client.jobs().create(spec));
    calls.put(
        Capability.FULL_TUNING,
        () -> client.jobs().create(TuningSpec.builder().from(spec).fullParameters(true).build()));
    calls.put(
        Capability.PREFERENCE_TUNING,
        () ->
            client.jobs().create(TuningSpec.builder().from(spec).method(TuningMethod.DPO).build()));
    calls.put(Capability.JOB_EVENTS, () -> client.jobs().events(job).toList());
    calls.put(Capability.CHECKPOINTS, () -> client.jobs().checkpoints(job).toList());
    calls.put(Capability.JOB_METRICS, () -> client.jobs().metrics(job).toList());
    calls.put(
        Capability.WEIGHTS_DOWNLOAD,
        () ->
            client
                .jobs()
                .download(
                    new TuningResult(
                        client.provider(),
                        job,
                        run.setup().tunableModel(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        List.of()),
                    Path.of("unused")));
    calls.put(Capability.JOB_DELETION, () -> client.jobs().delete(job));
    calls.put(Capability.PRICE_ESTIMATE, () -> client.jobs().estimate(spec));
    calls.put(
        Capability.ADAPTER_UPLOAD,
        () ->
            client
                .adapters()
                .publish(
                    AdapterSpec.builder()
                        .source(AdapterSource.huggingFace("someone/adapter"))
                        .name("contract")
                        .baseModel(run.setup().tunableModel())
                        .build()));
    calls.put(
        Capability.ADAPTER_DOWNLOAD,
        () -> client.adapters().download(AdapterId.of("adapter"), Path.of("unused")));
    calls.put(
        Capability.ADAPTER_HOT_LOAD,
        () ->
            client.serving().load(DeploymentId.of("endpoint/deployment"), AdapterId.of("adapter")));
    calls.put(Capability.CHAT, () -> client.chat().complete(run.chat("Hi")));
    calls.put(Capability.CHAT_STREAMING, () -> client.chat().stream(run.chat("Hi")).close());
    calls.put(
        Capability.TEXT_COMPLETION,
        () -> client.chat().completeText(TextRequest.of(run.setup().chatModel(), "Once")));
    calls.put(Capability.MODEL_LIST, () -> client.models().list().toList());
    calls.put(
        Capability.BATCHES,
        () -> client.batches().create(BatchSpec.builder().inputFile(file).build()));
    calls.put(Capability.BATCH_CANCELLATION, () -> client.batches().cancel(BatchId.of("batch")));
    return calls;
  }
}
