package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.ProviderClient;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchSpec;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.file.FileId;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.ServingOptions;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningResult;
import dev.loraport.tuning.TuningSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Threads that were interrupted before they call. */
interface InterruptsContract extends ContractPart {
  /** More than any provider answers in one piece where it streams long answers. */
  int LONG_ANSWER = 100_000;

  @TestFactory
  default Stream<DynamicTest> aThreadThatWasInterruptedBeforeSendsNothing() {
    run().inOneFormOnly();
    return Stream.of(files(), jobs(), adapters(), serving(), batches(), chat(), models())
        .flatMap(tests -> tests);
  }

  private Stream<DynamicTest> files() {
    FileId file = FileId.of("file-of-the-contract");
    return Stream.of(
        interrupted("files.upload", client -> client.files().upload(run().training())),
        interrupted("files.get", client -> client.files().get(file)),
        interrupted("files.list", client -> client.files().list().toList()),
        interrupted("files.delete", client -> client.files().delete(file)),
        interrupted(
            "files.awaitReady", client -> client.files().awaitReady(file, ContractRun.HOURS)),
        interrupted("files.download", client -> client.files().download(file, Path.of("unused"))));
  }

  private Stream<DynamicTest> jobs() {
    JobId job = JobId.of("job-of-the-contract");
    TuningSpec spec =
        TuningSpec.builder()
            .model(run().setup().tunableModel())
            .trainingFile(FileId.of("file-of-the-contract"))
            .build();
    return Stream.of(
        interrupted("jobs.create", client -> client.jobs().create(spec)),
        interrupted("jobs.get", client -> client.jobs().get(job)),
        interrupted("jobs.list", client -> client.jobs().list().toList()),
        interrupted("jobs.cancel", client -> client.jobs().cancel(job)),
        interrupted("jobs.delete", client -> client.jobs().delete(job)),
        interrupted("jobs.events", client -> client.jobs().events(job).toList()),
        interrupted("jobs.checkpoints", client -> client.jobs().checkpoints(job).toList()),
        interrupted("jobs.metrics", client -> client.jobs().metrics(job).toList()),
        interrupted("jobs.estimate", client -> client.jobs().estimate(spec)),
        interrupted("jobs.await", client -> client.jobs().await(job, ContractRun.HOURS)),
        interrupted(
            "jobs.download", client -> client.jobs().download(result(), Path.of("unused"))));
  }

  private Stream<DynamicTest> adapters() {
    AdapterId adapter = AdapterId.of("adapter");
    AdapterSpec spec =
        AdapterSpec.builder()
            .source(AdapterSource.huggingFace("someone/adapter"))
            .name("contract")
            .baseModel(run().setup().tunableModel())
            .build();
    return Stream.of(
        interrupted("adapters.publish", client -> client.adapters().publish(spec)),
        interrupted("adapters.get", client -> client.adapters().get(adapter)),
        interrupted("adapters.list", client -> client.adapters().list().toList()),
        interrupted("adapters.delete", client -> client.adapters().delete(adapter)),
        interrupted(
            "adapters.awaitReady",
            client -> client.adapters().awaitReady(adapter, ContractRun.HOURS)),
        interrupted(
            "adapters.download", client -> client.adapters().download(adapter, Path.of("unused"))));
  }

  private Stream<DynamicTest> serving() {
    ServingOptions options = ServingOptions.dedicated();
    DeploymentId deployment = DeploymentId.of("endpoint/deployment");
    AdapterId adapter = AdapterId.of("adapter");
    return Stream.of(
        interrupted("serving.plan", client -> client.serving().plan(result(), options)),
        interrupted("serving.serve", client -> client.serving().serve(result(), options).close()),
        interrupted("serving.hardware", client -> client.serving().hardware().toList()),
        interrupted("serving.deployments", client -> client.serving().deployments().toList()),
        interrupted("serving.deployment", client -> client.serving().deployment(deployment)),
        interrupted("serving.delete", client -> client.serving().delete(deployment)),
        interrupted("serving.load", client -> client.serving().load(deployment, adapter)),
        interrupted("serving.loaded", client -> client.serving().loaded(deployment).toList()),
        interrupted("serving.unload", client -> client.serving().unload(deployment, adapter)));
  }

  private Stream<DynamicTest> batches() {
    BatchId batch = BatchId.of("batch-of-the-contract");
    BatchSpec spec =
        BatchSpec.builder()
            .inputFile(FileId.of("file-of-the-contract"))
            .model(run().setup().chatModel())
            .build();
    return Stream.of(
        interrupted("batches.create", client -> client.batches().create(spec)),
        interrupted("batches.get", client -> client.batches().get(batch)),
        interrupted("batches.list", client -> client.batches().list().toList()),
        interrupted("batches.cancel", client -> client.batches().cancel(batch)),
        interrupted("batches.await", client -> client.batches().await(batch, ContractRun.HOURS)));
  }

  private Stream<DynamicTest> chat() {
    ChatRequest hello = run().chat("Hi");
    ChatRequest lengthy =
        ChatRequest.builder()
            .model(ModelRef.of(run().setup().chatModel()))
            .addMessages(ChatMessage.user("Hi"))
            .maxTokens(LONG_ANSWER)
            .build();
    return Stream.of(
        interrupted("chat.complete", client -> client.chat().complete(hello)),
        interrupted("chat.complete", client -> client.chat().complete(lengthy)),
        interrupted("chat.stream", client -> client.chat().stream(hello).close()));
  }

  private Stream<DynamicTest> models() {
    return Stream.of(
        interrupted("models.list", client -> client.models().list().toList()),
        interrupted("models.refresh", client -> client.models().refresh()));
  }

  private TuningResult result() {
    return new TuningResult(
        run().client().provider(),
        JobId.of("job-of-the-contract"),
        run().setup().tunableModel(),
        Optional.empty(),
        Optional.empty(),
        true,
        List.of());
  }

  private DynamicTest interrupted(String operation, Called call) {
    return DynamicTest.dynamicTest(
        operation,
        () -> {
          Thread.currentThread().interrupt();
          try {
            assertThatExceptionOfType(CallInterruptedException.class)
                .isThrownBy(() -> call.on(run().client()))
                .withMessageContaining(operation)
                .withMessageEndingWith(
                    "the thread was interrupted before the call; nothing was sent");
          } finally {
            assertThat(Thread.interrupted()).as("the flag is set again").isTrue();
          }
          assertThat(run().fake().journal().calls()).isEmpty();
        });
  }

  /** A call whose answer nobody sees. */
  @FunctionalInterface
  interface Called {
    /** Calls. */
    void on(ProviderClient client);
  }
}
