package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.Capability;
import dev.loraport.error.ApiException;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.JobFailedException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.json.Json;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.JobFailure;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.TuningEvent;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningResult;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.WaitOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Fine-tuning jobs. */
interface JobsContract extends ContractPart {
  @Test
  default void aJobIsTrainedToItsResult() {
    run().needs(Capability.LORA_TUNING);
    TuningSpec spec = run().spec();
    TuningJob created = run().client().jobs().create(spec);
    assertThat(created.state().isTerminal()).isFalse();
    TuningJob done = run().client().jobs().await(created.id(), ContractRun.HOURS);
    assertThat(done.id()).isEqualTo(created.id());
    assertThat(done.state()).isEqualTo(JobState.SUCCEEDED);
    TuningResult result = done.result();
    assertThat(result.provider()).isEqualTo(run().client().provider());
    assertThat(result.job()).isEqualTo(created.id());
    assertThat(result.baseModel()).isEqualTo(spec.model());
    assertThat(result.adapter()).isTrue();
    assertThat(result.modelName().isPresent() || !result.artifacts().isEmpty()).isTrue();
  }

  @Test
  default void aJobKnowsWhatItWasAskedFor() {
    run().needs(Capability.LORA_TUNING);
    TuningSpec spec = run().spec();
    TuningJob job = run().client().jobs().get(run().client().jobs().create(spec).id());
    assertThat(job.model()).contains(spec.model());
    assertThat(job.trainingFile()).contains(spec.trainingFile());
    assertThat(job.status()).isNotEmpty();
  }

  @Test
  default void jobsAreListed() {
    run().needs(Capability.LORA_TUNING);
    JobId first = run().job(JobEnd.NEVER).id();
    JobId second = run().job(JobEnd.NEVER).id();
    assertThat(run().client().jobs().list())
        .extracting(TuningJob::id)
        .containsExactlyInAnyOrder(first, second);
  }

  @Test
  default void aCancelledJobEndsWithoutResult() {
    run().needs(Capability.LORA_TUNING);
    JobId id = run().job(JobEnd.NEVER).id();
    assertThat(run().client().jobs().cancel(id).id()).isEqualTo(id);
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> run().client().jobs().await(id, ContractRun.HOURS))
        .satisfies(e -> assertThat(e.job().state()).isEqualTo(JobState.CANCELLED))
        .satisfies(e -> assertThat(e.job().output()).isEmpty());
  }

  @Test
  default void anUnknownJobIsNotFound() {
    run().needs(Capability.LORA_TUNING);
    JobId unknown = JobId.of("ft-00000000-0000");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> run().client().jobs().get(unknown));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> run().client().jobs().await(unknown, ContractRun.HOURS));
  }

  @Test
  default void anUnknownModelIsRefusedWithAReason() {
    run().needs(Capability.LORA_TUNING);
    TuningSpec spec = TuningSpec.builder().from(run().spec()).model("nobody/no-model").build();
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> run().client().jobs().create(spec))
        .satisfies(e -> assertThat(e.status()).isBetween(400, 499))
        .satisfies(e -> assertThat(e.apiMessage()).isNotBlank());
    assertThat(run().client().jobs().list()).isEmpty();
  }

  @Test
  default void aFailedJobSaysWhy() {
    run().needs(Capability.LORA_TUNING);
    JobId id = run().job(JobEnd.FAILS).id();
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> run().client().jobs().await(id, ContractRun.HOURS))
        .withMessageContaining(id.value())
        .satisfies(e -> assertThat(e.job().state()).isEqualTo(JobState.FAILED))
        .satisfies(
            e ->
                assertThat(e.job().failure().map(JobFailure::message))
                    .hasValueSatisfying(text -> assertThat(text).isNotBlank()));
  }

  @Test
  default void aWaitEndsWithItsTimeAndTheJobGoesOn() {
    run().needs(Capability.LORA_TUNING);
    JobId id = run().job(JobEnd.NEVER).id();
    Duration timeout = Duration.ofMinutes(10);
    assertThatExceptionOfType(WaitTimeoutException.class)
        .isThrownBy(() -> run().client().jobs().await(id, timeout))
        .withMessageContaining(id.value())
        .satisfies(e -> assertThat(e.timeout()).isEqualTo(timeout))
        .satisfies(
            e ->
                assertThat(e.last())
                    .isInstanceOfSatisfying(
                        TuningJob.class, job -> assertThat(job.id()).isEqualTo(id)));
    assertThat(run().client().jobs().get(id).state().isTerminal()).isFalse();
  }

  @Test
  default void aWaitTellsEachLookAndTheEnd() {
    run().needs(Capability.LORA_TUNING);
    List<TuningJob> seen = new CopyOnWriteArrayList<>();
    WaitOptions wait =
        WaitOptions.builder()
            .timeout(ContractRun.HOURS)
            .listener((job, elapsed, nextLook) -> seen.add(job))
            .build();
    JobId id = run().job(JobEnd.SUCCEEDS).id();
    run().client().jobs().await(id, wait);
    assertThat(seen).hasSizeGreaterThan(1).extracting(TuningJob::id).containsOnly(id);
    assertThat(seen.subList(0, seen.size() - 1)).noneMatch(job -> job.state().isTerminal());
    assertThat(seen.get(seen.size() - 1).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  default void aWaitSurvivesAPassingError() {
    run().needs(Capability.LORA_TUNING);
    JobId id = run().job(JobEnd.SUCCEEDS).id();
    run().on(ContractRoute.JOB_GET).next(4, Fault.status(503));
    assertThat(run().client().jobs().await(id, ContractRun.HOURS).state())
        .isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  default void aStateThatNobodyKnowsIsKeptAndEndsNoWait() {
    run().needs(Capability.LORA_TUNING);
    List<TuningJob> seen = new CopyOnWriteArrayList<>();
    WaitOptions wait =
        WaitOptions.builder()
            .timeout(ContractRun.HOURS)
            .listener((job, elapsed, nextLook) -> seen.add(job))
            .build();
    TuningJob created = run().job(JobEnd.SUCCEEDS_STRANGELY);
    seen.add(created);
    assertThat(run().client().jobs().await(created.id(), wait).state())
        .isEqualTo(JobState.SUCCEEDED);
    assertThat(seen)
        .filteredOn(job -> job.state() == JobState.UNKNOWN)
        .isNotEmpty()
        .allSatisfy(job -> assertThat(job.status()).isNotBlank());
  }

  @Test
  default void aCancelledWaitIsSeenByTheServerAndTheJobGoesOn() throws InterruptedException {
    run().inOneFormOnly();
    run().needs(Capability.LORA_TUNING);
    JobId id = run().job(JobEnd.NEVER).id();
    run().on(ContractRoute.JOB_GET).next(Fault.stallBeforeHeaders());
    CompletableFuture<TuningJob> wait = run().client().jobs().async().await(id, ContractRun.HOURS);
    run().awaitFault(ContractRoute.JOB_GET);
    wait.cancel(true);
    run().seesClientGone(ContractRoute.JOB_GET);
    assertThat(run().client().jobs().get(id).state().isTerminal()).isFalse();
  }

  @Test
  default void anInterruptEndsAWaitAndStaysSet() {
    run().inOneFormOnly();
    run().needs(Capability.LORA_TUNING);
    JobId id = run().job(JobEnd.NEVER).id();
    Thread waiting = Thread.currentThread();
    CountDownLatch noticed = new CountDownLatch(1);
    WaitOptions untilInterrupted =
        WaitOptions.builder()
            .timeout(ContractRun.HOURS)
            .listener(
                (job, elapsed, next) -> {
                  waiting.interrupt();
                  // so that no time of the fake passes before it is noticed
                  try {
                    noticed.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                })
            .build();
    try {
      assertThatExceptionOfType(CallInterruptedException.class)
          .isThrownBy(() -> run().client().jobs().await(id, untilInterrupted))
          .withMessageContaining("the call was cancelled, and what it waited for goes on");
    } finally {
      assertThat(Thread.interrupted()).as("the flag is set again").isTrue();
      noticed.countDown();
    }
  }

  @Test
  default void aLostAnswerNeverBuysASecondJob() {
    run().needs(Capability.LORA_TUNING);
    TuningSpec spec = run().spec();
    run().on(ContractRoute.JOB_CREATE).next(Fault.lostAnswer());
    TuningJob job = run().client().jobs().create(spec);
    assertThat(run().client().jobs().list()).extracting(TuningJob::id).containsExactly(job.id());
    assertThat(run().calls(ContractRoute.JOB_CREATE)).hasSize(1);
  }

  @Test
  default void aServerErrorOnCreateIsNotAnsweredWithASecondCreate() {
    run().needs(Capability.LORA_TUNING);
    TuningSpec spec = run().spec();
    run().on(ContractRoute.JOB_CREATE).next(Fault.status(500));
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> run().client().jobs().create(spec))
        .satisfies(e -> assertThat(e.status()).isEqualTo(500));
    assertThat(run().calls(ContractRoute.JOB_CREATE)).hasSize(1);
  }

  @Test
  default void anInterruptedCreateSaysThatTheJobMayExist() throws InterruptedException {
    saysThatTheJobMayExist(Thread::interrupt, CallInterruptedException.class);
  }

  @Test
  default void aCreateWhoseClientIsClosedSaysThatTheJobMayExist() throws InterruptedException {
    saysThatTheJobMayExist(creator -> run().client().close(), ClientClosedException.class);
  }

  private void saysThatTheJobMayExist(
      Consumer<Thread> meanwhile, Class<? extends LoraportException> told)
      throws InterruptedException {
    run().inOneFormOnly();
    run().needs(Capability.LORA_TUNING);
    TuningSpec spec = run().spec();
    run().on(ContractRoute.JOB_CREATE).next(Fault.stallBody());
    FutureTask<TuningJob> creating = new FutureTask<>(() -> run().client().jobs().create(spec));
    Thread thread = new Thread(creating, "creator");
    thread.setDaemon(true);
    thread.start();
    run().awaitFault(ContractRoute.JOB_CREATE);
    meanwhile.accept(thread);
    assertThatThrownBy(creating::get)
        .cause()
        .isInstanceOf(told)
        .hasMessageMatching(".*may (have been created|just have gone out) all the same; look .*");
    assertThat(run().calls(ContractRoute.JOB_CREATE)).hasSize(1);
  }

  @Test
  default void eventsComeOldestFirst() {
    run().needs(Capability.LORA_TUNING, Capability.JOB_EVENTS);
    List<TuningEvent> events = run().client().jobs().events(run().finishedJob().id()).toList();
    assertThat(events).isNotEmpty();
    List<Instant> times = events.stream().flatMap(event -> event.createdAt().stream()).toList();
    assertThat(times).isSorted();
  }

  @Test
  default void aFinishedJobHasCheckpoints() {
    run().needs(Capability.LORA_TUNING, Capability.CHECKPOINTS);
    assertThat(run().client().jobs().checkpoints(run().finishedJob().id()))
        .isNotEmpty()
        .allSatisfy(checkpoint -> assertThat(checkpoint.resumeFrom()).isNotBlank());
  }

  @Test
  default void aFinishedJobHasMetrics() {
    run().needs(Capability.LORA_TUNING, Capability.JOB_METRICS);
    assertThat(run().client().jobs().metrics(run().finishedJob().id()))
        .isNotEmpty()
        .anySatisfy(point -> assertThat(point.trainLoss()).isPresent());
  }

  @Test
  default void anEstimateCreatesNoJob() {
    run().needs(Capability.LORA_TUNING, Capability.PRICE_ESTIMATE);
    TuningSpec spec = run().spec();
    assertThat(run().client().jobs().estimate(spec))
        .satisfiesAnyOf(
            estimate -> assertThat(estimate.total()).isPresent(),
            estimate -> assertThat(estimate.reason()).isPresent());
    assertThat(run().client().jobs().list()).isEmpty();
  }

  @Test
  default void aDeletedJobIsGone() {
    run().needs(Capability.LORA_TUNING, Capability.JOB_DELETION);
    JobId id = run().finishedJob().id();
    run().client().jobs().delete(id);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> run().client().jobs().get(id));
  }

  @Test
  default void aJobAndItsResultCanBeKeptAsJson() {
    run().needs(Capability.LORA_TUNING);
    TuningJob job = run().finishedJob();
    assertThat(Json.read(Json.write(job), TuningJob.class)).isEqualTo(job);
    assertThat(Json.read(Json.write(job.result()), TuningResult.class)).isEqualTo(job.result());
  }
}
