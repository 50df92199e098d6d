package dev.loraport.fireworks.internal.tuning;

import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.ConflictException;
import dev.loraport.error.NotFoundException;
import dev.loraport.file.FileId;
import dev.loraport.file.FileService;
import dev.loraport.fireworks.FireworksTuning;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.JobFiles;
import dev.loraport.spi.Operation;
import dev.loraport.spi.SafeCreate;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningSpec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Creates a job once, under an id of ours: after an answer that was lost, or a conflict, the job of
 * that id is read.
 */
final class JobCreation {
  private static final Operation CREATE = Operation.create("jobs.create");
  private static final int TAKEN = 409;

  private final Api api;
  private final JobFiles files;
  private final Tunability tunability;
  private final JobName names = new JobName();

  JobCreation(Api api, FileService.Async files) {
    this.api = api;
    this.files = new JobFiles(api, files);
    this.tunability = new Tunability(api);
  }

  CompletableFuture<TuningJob> create(TuningSpec spec, RequestOptions options) {
    return api.begin(
        () -> {
          SpecRules.check(spec);
          return api.within(
              options,
              account ->
                  // a job fails on a data set that is not whole yet
                  api.follow(files.ready(spec, file -> {}, Api.beside(options)))
                      .thenCompose(file -> tunability.check(account, spec, options))
                      .thenCompose(asked -> once(account, spec, options)));
        });
  }

  private CompletableFuture<TuningJob> once(
      Account account, TuningSpec spec, RequestOptions options) {
    JobKind kind = JobKind.of(spec.method());
    String chosen = SpecRules.text(spec, FireworksTuning.JOB_ID);
    String id = chosen.isEmpty() ? names.next(spec.suffix()) : chosen;
    ResourceName name = account.name(kind.collection(), id);
    Json body = new JobWriter(account, spec).write(id);
    JobReader reader = new JobReader(account, kind);
    // an id that was drawn here is of no other job
    Predicate<TuningJob> same =
        chosen.isEmpty() ? job -> true : job -> isSame(job, account, spec, body);
    Call.Builder call =
        Call.post(CREATE, api.uri(account, kind.collection()))
            .query(kind.idParameter(), id)
            .json(body);
    CompletableFuture<TuningJob> created =
        SafeCreate.once(
            api.caller(),
            CREATE,
            name.value(),
            failure -> !isTaken(failure) && SafeCreate.isAmbiguous(failure),
            () -> api.send(call, options, reader::read),
            () -> find(name, reader, options).thenApply(found -> found.filter(same)));
    return api.follow(created)
        .exceptionallyCompose(
            failure ->
                failure instanceof ConflictException taken && isTaken(failure)
                    ? existing(name, same, reader, taken, options)
                    : CompletableFuture.failedFuture(failure));
  }

  private static boolean isTaken(Throwable failure) {
    return failure instanceof ConflictException conflict && conflict.status() == TAKEN;
  }

  /** The job that has the id, if it is the one that was asked for. */
  private CompletableFuture<TuningJob> existing(
      ResourceName name,
      Predicate<TuningJob> same,
      JobReader reader,
      ConflictException taken,
      RequestOptions options) {
    return find(name, reader, options)
        .thenApply(
            found -> {
              TuningJob job = found.orElseThrow(() -> taken);
              if (!same.test(job)) {
                throw other(taken, name, job);
              }
              return job;
            });
  }

  private CompletableFuture<Optional<TuningJob>> find(
      ResourceName name, JobReader reader, RequestOptions options) {
    CompletableFuture<Optional<TuningJob>> found =
        api.get("jobs.create", api.uri(name), Api.beside(options), reader::read)
            .thenApply(Optional::of);
    return api.follow(found)
        .exceptionallyCompose(
            failure ->
                failure instanceof NotFoundException
                    ? api.done(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  /** Whether nothing that the job says of itself differs from what was asked for. */
  private static boolean isSame(TuningJob job, Account account, TuningSpec spec, Json body) {
    Json config = JobKind.of(spec.method()).isNested() ? body.get("trainingConfig") : body;
    Optional<Long> epochs = config.get("epochs").integer();
    Optional<Long> rank = config.get("loraRank").integer();
    String model = JobWriter.baseModel(account, spec.fromCheckpoint().orElse(spec.model()));
    return job.trainingFile().map(spec.trainingFile()::equals).orElse(true)
        && job.model().map(known -> JobWriter.baseModel(account, known).equals(model)).orElse(true)
        && job.method().map(spec.method()::equals).orElse(true)
        && (job.epochs().isEmpty() || job.epochs().getAsInt() == epochs.orElse(0L))
        && job.lora().map(lora -> lora.rank() == rank.orElse(0L)).orElse(true);
  }

  private static ApiException other(ConflictException taken, ResourceName name, TuningJob job) {
    return ApiException.of(
        taken
            .answer()
            .withHint(
                name
                    + " is another job, which trains "
                    + job.model().orElse("another model")
                    + job.method().map(method -> " by " + method).orElse("")
                    + settings(job)
                    + ", on "
                    + job.trainingFile().map(FileId::value).orElse("another data set")
                    + ": choose another jobId"));
  }

  private static String settings(TuningJob job) {
    return (job.epochs().isPresent() ? ", " + job.epochs().getAsInt() + " epochs" : "")
        + job.lora().map(lora -> ", rank " + lora.rank()).orElse("");
  }
}
