package dev.loraport.together.internal.tuning;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Facts;
import dev.loraport.error.JobFailedException;
import dev.loraport.file.FileService;
import dev.loraport.spi.Call;
import dev.loraport.spi.Downloads;
import dev.loraport.spi.Operation;
import dev.loraport.together.TogetherFineTuning;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.JobFailure;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.MetricPoint;
import dev.loraport.tuning.PriceEstimate;
import dev.loraport.tuning.TuningEvent;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningResult;
import dev.loraport.tuning.TuningService;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.WaitOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls for fine-tuning jobs. */
public final class JobCalls implements TuningService.Async {
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Api api;
  private final Facts facts;
  private final JobCreation creation;

  /**
   * Makes them.
   *
   * @param api the way
   * @param files the calls that tell when a file is ready
   * @param tuning the calls that tell the limits of a model
   * @param facts which base models there are
   */
  public JobCalls(Api api, FileService.Async files, TogetherFineTuning.Async tuning, Facts facts) {
    this.api = api;
    this.facts = facts;
    this.creation = new JobCreation(api, files, tuning);
  }

  @Override
  public CompletableFuture<TuningJob> create(TuningSpec spec, RequestOptions options) {
    return api.follow(creation.create(spec, options))
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(facts.explained(failure, spec.model())));
  }

  @Override
  public CompletableFuture<TuningJob> get(JobId id, RequestOptions options) {
    return api.get("jobs.get", uri(id, ""), options, JobReader::read);
  }

  @Override
  public CompletableFuture<Page<TuningJob>> list(RequestOptions options) {
    return api.list("jobs.list", api.v1("/fine-tunes"), "data", options, JobReader::read);
  }

  @Override
  public CompletableFuture<TuningJob> cancel(JobId id, RequestOptions options) {
    return api.send(
        Call.post(Operation.write("jobs.cancel"), uri(id, "/cancel")), options, JobReader::read);
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(JobId id, RequestOptions options) {
    return api.send(Call.delete(Operation.write("jobs.delete"), uri(id, "")), options)
        .thenApply(answer -> null);
  }

  @Override
  public CompletableFuture<Page<TuningEvent>> events(JobId id, RequestOptions options) {
    return api.list(
            "jobs.events",
            uri(id, "/events"),
            "data",
            options,
            (answer, json) -> EventReader.read(json))
        .thenApply(
            page -> sorted(page, Comparator.comparing(e -> e.createdAt().orElse(Instant.MIN))));
  }

  @Override
  public CompletableFuture<Page<Checkpoint>> checkpoints(JobId id, RequestOptions options) {
    return api.list(
            "jobs.checkpoints",
            uri(id, "/checkpoints"),
            "data",
            options,
            (answer, json) -> TrailReader.checkpoint(id, json))
        .thenApply(
            page -> sorted(page, Comparator.comparingLong(c -> c.step().orElse(Long.MAX_VALUE))));
  }

  @Override
  public CompletableFuture<Page<MetricPoint>> metrics(JobId id, RequestOptions options) {
    return api.list(
        "jobs.metrics",
        uri(id, "/metrics"),
        "metrics",
        options,
        (answer, json) -> TrailReader.metric(json));
  }

  @Override
  public CompletableFuture<PriceEstimate> estimate(TuningSpec spec, RequestOptions options) {
    return api.begin(
        () -> {
          JobWriter.check(spec);
          return api.send(
              Call.post(Operation.read("jobs.estimate"), api.v1("/fine-tunes/estimate-price"))
                  .json(JobWriter.estimate(spec)),
              options,
              TrailReader::estimate);
        });
  }

  @Override
  public CompletableFuture<TuningJob> await(JobId id, WaitOptions wait, RequestOptions options) {
    return api.poll(
            "jobs.await",
            "job " + id,
            wait,
            GRACE,
            () -> get(id, options),
            job -> job.state().isTerminal(),
            (job, elapsed, next) -> wait.listener().onLook(job, elapsed, next))
        .thenApply(JobCalls::succeeded);
  }

  @Override
  public CompletableFuture<List<Path>> download(
      TuningResult result, Path folder, RequestOptions options) {
    return api.begin(() -> download(Weights.of(result), folder, options));
  }

  @Override
  public CompletableFuture<List<Path>> download(
      TuningResult result, Checkpoint checkpoint, Path folder, RequestOptions options) {
    return api.begin(() -> download(Weights.of(result, checkpoint), folder, options));
  }

  private CompletableFuture<List<Path>> download(
      Weights weights, Path folder, RequestOptions options) {
    return api.follow(
            Downloads.downloadInto(
                api.caller(), weights.call(api), folder, weights::fileName, options))
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(weights.explained(failure)))
        .thenApply(List::of);
  }

  private static TuningJob succeeded(TuningJob job) {
    if (job.state() == JobState.SUCCEEDED) {
      return job;
    }
    String why = job.failure().map(JobFailure::message).map(text -> ": " + text).orElse("");
    throw new JobFailedException(
        Settings.PROVIDER,
        "jobs.await",
        "together job " + job.id() + " ended as " + job.state() + " (" + job.status() + ")" + why,
        job,
        null);
  }

  private URI uri(JobId id, String rest) {
    return api.v1("/fine-tunes/" + Api.path(id) + rest);
  }

  private static <T> Page<T> sorted(Page<T> page, Comparator<T> order) {
    return Page.last(page.items().stream().sorted(order).toList());
  }
}
