package dev.loraport.nebius.internal.tuning;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Facts;
import dev.loraport.error.JobFailedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.JobFailure;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.MetricPoint;
import dev.loraport.tuning.PriceEstimate;
import dev.loraport.tuning.TuningArtifact;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls for fine-tuning jobs. */
public final class JobCalls implements TuningService.Async {
  /** Why jobs can't be deleted. */
  public static final String NO_DELETION =
      "as of October 2026 jobs can be cancelled but not deleted";

  /** Why there is no estimate. */
  public static final String NO_ESTIMATE =
      "as of October 2026 it tells no price in advance; tokens times epochs times the price of"
          + " catalog() is an estimate";

  private static final Duration GRACE = Duration.ofMinutes(1);
  // the documentation of 2026 asks for no more looks than one in 15 seconds
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(15);

  private final Api api;
  private final Facts facts;
  private final JobReader reader;
  private final JobCreation creation;
  private final Weights weights;

  /**
   * Makes them.
   *
   * @param api the way
   * @param facts which base models there are
   */
  public JobCalls(Api api, Facts facts) {
    this.api = api;
    this.facts = facts;
    this.reader = new JobReader(api.caller().clock());
    this.creation = new JobCreation(api, reader);
    this.weights = new Weights(api);
  }

  @Override
  public CompletableFuture<TuningJob> create(TuningSpec spec, RequestOptions options) {
    return api.follow(creation.create(spec, options))
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(facts.explained(failure, spec.model())));
  }

  @Override
  public CompletableFuture<TuningJob> get(JobId id, RequestOptions options) {
    return api.get("jobs.get", uri(id, ""), options, reader::read);
  }

  @Override
  public CompletableFuture<Page<TuningJob>> list(RequestOptions options) {
    return api.pages("jobs.list", api.v1("/fine_tuning/jobs"), true, options, reader::read);
  }

  @Override
  public CompletableFuture<TuningJob> cancel(JobId id, RequestOptions options) {
    return api.send(
        Call.post(Operation.write("jobs.cancel"), uri(id, "/cancel")), options, reader::read);
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(JobId id, RequestOptions options) {
    return CompletableFuture.failedFuture(
        new UnsupportedCapabilityException(
            Settings.PROVIDER, Capability.JOB_DELETION, NO_DELETION));
  }

  @Override
  public CompletableFuture<Page<TuningEvent>> events(JobId id, RequestOptions options) {
    return api.all(
            api.pages(
                "jobs.events",
                uri(id, "/events"),
                false,
                options,
                (answer, json) -> TrailReader.event(json)))
        .thenApply(
            events -> sorted(events, Comparator.comparing(e -> e.createdAt().orElse(Instant.MIN))));
  }

  @Override
  public CompletableFuture<Page<Checkpoint>> checkpoints(JobId id, RequestOptions options) {
    return api.all(
            api.pages(
                "jobs.checkpoints",
                uri(id, "/checkpoints"),
                false,
                options,
                (answer, json) -> TrailReader.checkpoint(id, answer, json)))
        .thenApply(
            all -> sorted(all, Comparator.comparingLong(c -> c.step().orElse(Long.MAX_VALUE))));
  }

  @Override
  public CompletableFuture<Page<MetricPoint>> metrics(JobId id, RequestOptions options) {
    return checkpoints(id, options)
        .thenApply(page -> Page.last(page.items().stream().map(TrailReader::metric).toList()));
  }

  @Override
  public CompletableFuture<PriceEstimate> estimate(TuningSpec spec, RequestOptions options) {
    return CompletableFuture.failedFuture(
        new UnsupportedCapabilityException(
            Settings.PROVIDER, Capability.PRICE_ESTIMATE, NO_ESTIMATE));
  }

  @Override
  public CompletableFuture<TuningJob> await(JobId id, WaitOptions wait, RequestOptions options) {
    return api.poll(
            "jobs.await",
            "job " + id,
            polite(wait),
            GRACE,
            () -> get(id, options),
            job -> job.state().isTerminal(),
            (job, elapsed, next) -> wait.listener().onLook(job, elapsed, next))
        .thenApply(JobCalls::succeeded)
        .thenCompose(job -> withArtifacts(job, options));
  }

  @Override
  public CompletableFuture<List<Path>> download(
      TuningResult result, Path folder, RequestOptions options) {
    return download(result.job(), Optional.empty(), folder, options);
  }

  @Override
  public CompletableFuture<List<Path>> download(
      TuningResult result, Checkpoint checkpoint, Path folder, RequestOptions options) {
    return api.begin(
        () ->
            checkpoint.extra().containsKey(TrailReader.FILES)
                ? weights.download(checkpoint, folder, options)
                : download(result.job(), checkpoint.label(), folder, options));
  }

  /** Downloads the files of the last checkpoint of a job, or of the one of that id. */
  public CompletableFuture<List<Path>> download(
      JobId job, Optional<String> checkpoint, Path folder, RequestOptions options) {
    return checkpoints(job, options)
        .thenCompose(
            page ->
                weights.download(Weights.choose(job, page.items(), checkpoint), folder, options));
  }

  // a server of one's own, such as a fake, may be looked at as often as one likes
  private WaitOptions polite(WaitOptions wait) {
    if (!api.bases().isNebius() || wait.initialInterval().compareTo(SHORTEST_INTERVAL) >= 0) {
      return wait;
    }
    boolean longer = wait.maxInterval().compareTo(SHORTEST_INTERVAL) > 0;
    return WaitOptions.builder()
        .from(wait)
        .initialInterval(SHORTEST_INTERVAL)
        .maxInterval(longer ? wait.maxInterval() : SHORTEST_INTERVAL)
        .build();
  }

  private static TuningJob succeeded(TuningJob job) {
    if (job.state() == JobState.SUCCEEDED) {
      return job;
    }
    String why = job.failure().map(JobFailure::message).map(text -> ": " + text).orElse("");
    throw new JobFailedException(
        Settings.PROVIDER,
        "jobs.await",
        "nebius job " + job.id() + " ended as " + job.state() + " (" + job.status() + ")" + why,
        job,
        null);
  }

  // The job object names no artefact: what was trained is found by its checkpoints.
  private CompletableFuture<TuningJob> withArtifacts(TuningJob job, RequestOptions options) {
    return checkpoints(job.id(), options)
        .thenApply(page -> TuningJob.builder().from(job).output(result(job, page.items())).build());
  }

  private static TuningResult result(TuningJob job, List<Checkpoint> oldestFirst) {
    ArtifactKind kind = job.result().adapter() ? ArtifactKind.ADAPTER : ArtifactKind.MODEL;
    List<TuningArtifact> artifacts = new ArrayList<>();
    for (int i = oldestFirst.size() - 1; i >= 0; i--) {
      Checkpoint checkpoint = oldestFirst.get(i);
      boolean last = artifacts.isEmpty();
      artifacts.add(
          new TuningArtifact(
              kind,
              checkpoint.resumeFrom(),
              Optional.empty(),
              Optional.empty(),
              last ? OptionalLong.empty() : checkpoint.step()));
    }
    return JobReader.result(
        job.id(), job.model(), job.createdAt(), job.result().adapter(), artifacts);
  }

  private URI uri(JobId id, String rest) {
    return api.v1("/fine_tuning/jobs/" + Api.path(id) + rest);
  }

  private static <T> Page<T> sorted(List<T> items, Comparator<T> order) {
    return Page.last(items.stream().sorted(order).toList());
  }
}
