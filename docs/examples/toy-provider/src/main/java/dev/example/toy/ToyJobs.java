package dev.example.toy;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.error.JobFailedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Polling;
import dev.loraport.spi.SafeCreate;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.JobFailure;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.MetricPoint;
import dev.loraport.tuning.PriceEstimate;
import dev.loraport.tuning.TuningEvent;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningResult;
import dev.loraport.tuning.TuningService;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.WaitOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Calls for fine-tuning jobs. */
record ToyJobs(ToyApi api) implements TuningService.Async {
  private static final Operation CREATE = Operation.create("jobs.create");

  @Override
  public CompletableFuture<TuningJob> create(TuningSpec spec, RequestOptions options) {
    return LinkedFuture.begin(
        api.caller().executor(),
        () -> {
          check(spec);
          // by this mark a job is found again whose answer was lost
          String name = spec.suffix().orElse("job") + "-" + UUID.randomUUID();
          Json body =
              Json.object()
                  .put("name", name)
                  .put("model", spec.model())
                  .put("file", spec.trainingFile().value())
                  .put("rank", spec.lora().rank())
                  .put("epochs", spec.epochs())
                  .put("learning_rate", spec.learningRate())
                  .putAll(spec.extra())
                  .build();
          return SafeCreate.once(
              api.caller(),
              CREATE,
              "name " + name,
              () ->
                  api.send(
                      Call.post(CREATE, api.uri("/jobs")).json(body), options, ToyJobs::read),
              () -> named(name));
        });
  }

  /** Refuses what Toy can't honour, before anything is sent. */
  private static void check(TuningSpec spec) {
    if (spec.fullParameters()) {
      throw new UnsupportedCapabilityException(
          ToyFactory.NAME, Capability.FULL_TUNING, ToyClient.LACKS);
    }
    if (!spec.method().equals(TuningMethod.SFT)) {
      throw new UnsupportedCapabilityException(
          ToyFactory.NAME, Capability.PREFERENCE_TUNING, ToyClient.LACKS);
    }
    TuningSpec taken =
        TuningSpec.builder()
            .model(spec.model())
            .trainingFile(spec.trainingFile())
            .lora(spec.lora())
            .epochs(spec.epochs())
            .learningRate(spec.learningRate())
            .suffix(spec.suffix())
            .extra(spec.extra())
            .build();
    if (!spec.equals(taken)) {
      throw new IllegalArgumentException(
          "Toy takes model, trainingFile, lora, epochs, learningRate and suffix; leave out the rest");
    }
  }

  private CompletableFuture<Optional<TuningJob>> named(String name) {
    return LazyPages.all(
            api.caller(),
            api.list("jobs.create", api.uri("/jobs"), RequestOptions.none(), ToyJobs::read))
        .thenApply(
            all ->
                all.stream()
                    .filter(job -> job.suffix().equals(Optional.of(name)))
                    .findFirst());
  }

  @Override
  public CompletableFuture<TuningJob> get(JobId id, RequestOptions options) {
    return api.send(
        Call.get(Operation.read("jobs.get"), api.uri("/jobs", id)), options, ToyJobs::read);
  }

  @Override
  public CompletableFuture<Page<TuningJob>> list(RequestOptions options) {
    return api.list("jobs.list", api.uri("/jobs"), options, ToyJobs::read);
  }

  @Override
  public CompletableFuture<TuningJob> cancel(JobId id, RequestOptions options) {
    return api.send(
        Call.delete(Operation.write("jobs.cancel"), api.uri("/jobs", id)), options, ToyJobs::read);
  }

  @Override
  public CompletableFuture<TuningJob> await(JobId id, WaitOptions wait, RequestOptions options) {
    return LinkedFuture.of(
            api.caller().executor(),
            Polling.poll(
                api.caller(),
                Operation.read("jobs.await"),
                "job " + id,
                wait,
                () -> get(id, options),
                job -> job.state().isTerminal(),
                (job, elapsed, next) -> wait.listener().onLook(job, elapsed, next)))
        .thenApply(ToyJobs::succeeded);
  }

  private static TuningJob succeeded(TuningJob job) {
    if (job.state() == JobState.SUCCEEDED) {
      return job;
    }
    String why = job.failure().map(failure -> ": " + failure.message()).orElse("");
    throw new JobFailedException(
        ToyFactory.NAME,
        "jobs.await",
        "toy job " + job.id() + " ended as " + job.state() + why,
        job,
        null);
  }

  private static TuningJob read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    JobId id = JobId.of(fields.requireText(answer, "id"));
    String status = fields.text("state").orElse("");
    JobState state = state(status);
    Optional<String> model = fields.text("model");
    TuningJob.Builder job =
        TuningJob.builder()
            .id(id)
            .state(state)
            .status(status)
            .model(model)
            .trainingFile(fields.text("file").map(FileId::of))
            .suffix(fields.text("name"))
            .failure(fields.text("problem").map(ToyJobs::failure));
    Optional<String> result = fields.text("result");
    if (state == JobState.SUCCEEDED) {
      job.output(
          new TuningResult(
              ToyFactory.NAME, id, model.orElse(""), result, Optional.empty(), true, List.of()));
    }
    return job.putAllExtra(fields.rest()).build();
  }

  private static JobFailure failure(String problem) {
    return new JobFailure(Optional.empty(), problem, false);
  }

  private static JobState state(String word) {
    return switch (word) {
      case "waiting" -> JobState.QUEUED;
      case "training" -> JobState.RUNNING;
      case "done" -> JobState.SUCCEEDED;
      case "failed" -> JobState.FAILED;
      case "cancelled" -> JobState.CANCELLED;
      default -> JobState.UNKNOWN;
    };
  }

  @Override
  public CompletableFuture<Void> delete(JobId id, RequestOptions options) {
    return api.lacks(Capability.JOB_DELETION);
  }

  @Override
  public CompletableFuture<Page<TuningEvent>> events(JobId id, RequestOptions options) {
    return api.lacks(Capability.JOB_EVENTS);
  }

  @Override
  public CompletableFuture<Page<Checkpoint>> checkpoints(JobId id, RequestOptions options) {
    return api.lacks(Capability.CHECKPOINTS);
  }

  @Override
  public CompletableFuture<Page<MetricPoint>> metrics(JobId id, RequestOptions options) {
    return api.lacks(Capability.JOB_METRICS);
  }

  @Override
  public CompletableFuture<PriceEstimate> estimate(TuningSpec spec, RequestOptions options) {
    return api.lacks(Capability.PRICE_ESTIMATE);
  }

  @Override
  public CompletableFuture<List<Path>> download(
      TuningResult result, Path folder, RequestOptions options) {
    return api.lacks(Capability.WEIGHTS_DOWNLOAD);
  }

  @Override
  public CompletableFuture<List<Path>> download(
      TuningResult result, Checkpoint checkpoint, Path folder, RequestOptions options) {
    return api.lacks(Capability.WEIGHTS_DOWNLOAD);
  }
}
