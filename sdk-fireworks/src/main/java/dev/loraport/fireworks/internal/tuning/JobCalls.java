package dev.loraport.fireworks.internal.tuning;

import dev.loraport.Capability;
import dev.loraport.Money;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.catalog.Facts;
import dev.loraport.error.ApiException;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.JobFailedException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileService;
import dev.loraport.fireworks.internal.adapter.Ancestry;
import dev.loraport.fireworks.internal.adapter.ModelFiles;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Amounts;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Errors;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls for fine-tuning jobs of the three kinds. */
public final class JobCalls implements TuningService.Async {
  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final String ESTIMATE = "estimateCost";
  private static final int NOT_FOUND = 404;
  private static final Json NOTHING = Json.object().build();

  private final Api api;
  private final Facts facts;
  private final JobCreation creation;
  private final JobLists lists;
  private final Metrics metrics;

  /**
   * Makes them.
   *
   * @param api the way
   * @param files the data sets, which are awaited before a job is created
   * @param facts which base models there are
   */
  public JobCalls(Api api, FileService.Async files, Facts facts) {
    this.api = api;
    this.facts = facts;
    this.creation = new JobCreation(api, files);
    this.lists = new JobLists(api);
    this.metrics = new Metrics(api);
  }

  @Override
  public CompletableFuture<TuningJob> create(TuningSpec spec, RequestOptions options) {
    return api.follow(creation.create(spec, options))
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(facts.explained(failure, spec.model())));
  }

  @Override
  public CompletableFuture<TuningJob> get(JobId id, RequestOptions options) {
    return at(
        id,
        options,
        job ->
            api.follow(api.get("jobs.get", api.uri(job.name), options, job.reader::read))
                .thenCompose(read -> checked(read, options))
                .thenCompose(read -> onItsBase(read, options)));
  }

  /** A job that went on from an adapter names that, and not the base model of both. */
  private CompletableFuture<TuningJob> onItsBase(TuningJob job, RequestOptions options) {
    if (job.output().isEmpty()) {
      return api.done(job);
    }
    return api.follow(Ancestry.of(api, "jobs.get", job.output().get(), options))
        .thenApply(
            result ->
                TuningJob.builder().from(job).model(result.baseModel()).output(result).build());
  }

  /** A job that stopped early has succeeded only if its model is there. */
  private CompletableFuture<TuningJob> checked(TuningJob job, RequestOptions options) {
    Optional<ResourceName> model =
        job.output().flatMap(TuningResult::modelName).flatMap(ResourceName::find);
    if (!job.status().equalsIgnoreCase(JobStates.EARLY_STOPPED)) {
      return api.done(job);
    }
    if (model.isEmpty()) {
      return api.done(withoutModel(job));
    }
    CompletableFuture<TuningJob> looked =
        api.get("jobs.get", api.uri(model.get()), Api.beside(options), (answer, json) -> job);
    return api.follow(looked)
        .exceptionallyCompose(
            failure ->
                failure instanceof NotFoundException
                    ? api.done(withoutModel(job))
                    : CompletableFuture.failedFuture(failure));
  }

  private static TuningJob withoutModel(TuningJob job) {
    return TuningJob.builder()
        .from(job)
        .state(JobState.FAILED)
        .failure(
            new JobFailure(
                Optional.of(JobStates.EARLY_STOPPED),
                "it stopped early and has left no model",
                false))
        .output(Optional.empty())
        .build();
  }

  @Override
  public CompletableFuture<Page<TuningJob>> list(RequestOptions options) {
    return lists.first(options);
  }

  @Override
  public CompletableFuture<TuningJob> cancel(JobId id, RequestOptions options) {
    return at(
        id,
        options,
        job ->
            api.follow(
                    api.send(
                        Call.post(Operation.write("jobs.cancel"), api.uri(job.name, "cancel"))
                            .json(NOTHING),
                        options))
                .exceptionallyCompose(
                    failure ->
                        isMissing(failure) || isInvalid(failure)
                            ? whetherThere(job, failure, options)
                            : CompletableFuture.failedFuture(failure))
                .thenCompose(
                    answer ->
                        api.get(
                            "jobs.cancel",
                            api.uri(job.name),
                            Api.beside(options),
                            job.reader::read)));
  }

  // The call is in one description of the API alone: a 404 can mean the job, or the call, and a
  // server that does not know the verb can take it for a part of the id, which is then invalid.
  private <T> CompletableFuture<T> whetherThere(
      Located job, Throwable failure, RequestOptions options) {
    return api.follow(
            api.get("jobs.cancel", api.uri(job.name), Api.beside(options), job.reader::read))
        .thenCompose(
            there ->
                CompletableFuture.failedFuture(
                    isInvalid(failure) && there.state().isTerminal()
                        ? failure
                        : unavailable(
                            "job_cancellation",
                            "the server has no such call today; delete the job, or cancel it in the"
                                + " console",
                            failure)));
  }

  /**
   * Goes on with a paused job.
   *
   * @param id the job
   * @param options options for this call
   */
  public CompletableFuture<TuningJob> resume(JobId id, RequestOptions options) {
    return at(
        id,
        options,
        job ->
            api.send(
                Call.post(Operation.write("jobs.resume"), api.uri(job.name, "resume"))
                    .json(NOTHING),
                options,
                job.reader::read));
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(JobId id, RequestOptions options) {
    return at(id, options, job -> api.delete("jobs.delete", api.uri(job.name), options));
  }

  @Override
  public CompletableFuture<Page<TuningEvent>> events(JobId id, RequestOptions options) {
    return CompletableFuture.failedFuture(
        lacking(
            Capability.JOB_EVENTS,
            "as of August 2026 its jobs keep no events; look at progress and metrics"));
  }

  @Override
  public CompletableFuture<Page<Checkpoint>> checkpoints(JobId id, RequestOptions options) {
    return CompletableFuture.failedFuture(noCheckpoints());
  }

  private static UnsupportedCapabilityException noCheckpoints() {
    return lacking(
        Capability.CHECKPOINTS,
        "as of August 2026 its managed jobs leave their last state alone; see result()");
  }

  @Override
  public CompletableFuture<Page<MetricPoint>> metrics(JobId id, RequestOptions options) {
    return metrics.read(id, options);
  }

  @Override
  public CompletableFuture<PriceEstimate> estimate(TuningSpec spec, RequestOptions options) {
    return api.begin(
        () -> {
          SpecRules.check(spec);
          if (JobKind.of(spec.method()) != JobKind.SUPERVISED) {
            throw lacking(
                Capability.PRICE_ESTIMATE,
                "as of August 2026 it prices sft jobs alone; see training prices in catalog()");
          }
          return api.within(options, account -> estimate(account, spec, options));
        });
  }

  private CompletableFuture<PriceEstimate> estimate(
      Account account, TuningSpec spec, RequestOptions options) {
    // a price needs no run to report to, and so not its key
    TuningSpec unreported = TuningSpec.builder().from(spec).wandb(Optional.empty()).build();
    String collection = api.uri(account, JobKind.SUPERVISED.collection()).toString();
    Call.Builder call =
        Call.post(Operation.read("jobs.estimate"), URI.create(collection + ":" + ESTIMATE))
            .json(new JobWriter(account, unreported).write("estimate"));
    CompletableFuture<PriceEstimate> estimate =
        api.send(
            call,
            options,
            (answer, json) -> {
              Optional<Money> total = Amounts.usd(json.get("estimatedCost"));
              return new PriceEstimate(
                  total,
                  OptionalLong.empty(),
                  OptionalLong.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  total.isPresent()
                      ? Optional.empty()
                      : Optional.of("the provider named no price in dollars"),
                  Map.of());
            });
    return api.follow(estimate)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    isMissing(failure) || isInvalidVerb(failure)
                        ? unavailable(
                            Capability.PRICE_ESTIMATE.value(),
                            "the server prices no jobs today, or does not know the model or the"
                                + " data set; see training prices in catalog()",
                            failure)
                        : failure));
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

  private static TuningJob succeeded(TuningJob job) {
    if (job.state() == JobState.SUCCEEDED) {
      return job;
    }
    String why = job.failure().map(JobFailure::message).map(text -> ": " + text).orElse("");
    throw new JobFailedException(
        Settings.PROVIDER,
        "jobs.await",
        "fireworks job " + job.id() + " ended as " + job.state() + " (" + job.status() + ")" + why,
        job,
        null);
  }

  @Override
  public CompletableFuture<List<Path>> download(
      TuningResult result, Path folder, RequestOptions options) {
    return api.begin(
        () -> {
          String model =
              result
                  .modelName()
                  .orElseThrow(
                      () ->
                          lacking(
                              Capability.WEIGHTS_DOWNLOAD,
                              "job " + result.job() + " names no model that it has made"));
          return new ModelFiles(api)
              .download("jobs.download", ResourceName.parse(model), folder, options);
        });
  }

  @Override
  public CompletableFuture<List<Path>> download(
      TuningResult result, Checkpoint checkpoint, Path folder, RequestOptions options) {
    return CompletableFuture.failedFuture(noCheckpoints());
  }

  private <T extends @Nullable Object> CompletableFuture<T> at(
      JobId id, RequestOptions options, Function<Located, CompletableFuture<T>> next) {
    return api.begin(
        () -> {
          JobKind.Place place = JobKind.place(id);
          return api.within(
              options,
              account -> {
                ResourceName name = place.in(account);
                return next.apply(new Located(name, new JobReader(name.account(), place.kind())));
              });
        });
  }

  private static boolean isMissing(Throwable failure) {
    return failure instanceof ApiException refused
        && (refused.status() == NOT_FOUND || Errors.isUnavailable(refused.answer()));
  }

  private static boolean isInvalid(Throwable failure) {
    return failure instanceof BadRequestException refused
        && Errors.is(refused.answer(), "INVALID_ARGUMENT");
  }

  // the request has much that can be wrong, so only a refusal that names the verb is about it
  private static boolean isInvalidVerb(Throwable failure) {
    return isInvalid(failure) && String.valueOf(failure.getMessage()).contains(ESTIMATE);
  }

  private static UnsupportedCapabilityException lacking(Capability capability, String reason) {
    return new UnsupportedCapabilityException(Settings.PROVIDER, capability, reason);
  }

  private static UnsupportedCapabilityException unavailable(
      String capability, String reason, Throwable cause) {
    UnsupportedCapabilityException lacking = lacking(Capability.of(capability), reason);
    lacking.addSuppressed(cause);
    return lacking;
  }

  /**
   * A job and what reads it.
   *
   * @param name its full name
   * @param reader reads its kind
   */
  private record Located(ResourceName name, JobReader reader) {}
}
