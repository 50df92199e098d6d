package dev.loraport.together.internal.tuning;

import dev.loraport.RequestOptions;
import dev.loraport.error.BadRequestException;
import dev.loraport.file.FileService;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.JobFiles;
import dev.loraport.spi.Operation;
import dev.loraport.spi.SuffixMark;
import dev.loraport.together.TogetherFineTuning;
import dev.loraport.together.TogetherLimits;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Passable;
import dev.loraport.together.internal.wire.TargetModules;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * Creates a job once: an answer that is lost leads to a look for the job, never to a second one.
 */
final class JobCreation {
  private static final Operation CREATE = Operation.create("jobs.create");
  // the clocks of two machines differ
  private static final Duration NEAR = Duration.ofMinutes(10);

  private final Api api;
  private final JobFiles files;
  private final TogetherFineTuning.Async tuning;
  private final SuffixMark marks = new SuffixMark();

  JobCreation(Api api, FileService.Async files, TogetherFineTuning.Async tuning) {
    this.api = api;
    this.files = new JobFiles(api, files);
    this.tuning = tuning;
  }

  CompletableFuture<TuningJob> create(TuningSpec spec, RequestOptions options) {
    return api.begin(
        () -> {
          JobWriter.check(spec);
          Json job = JobWriter.create(spec, "", true);
          return api.follow(limits(spec, options))
              .thenCompose(
                  limits -> {
                    limits.ifPresent(known -> LimitRules.check(job, known));
                    return api.follow(
                        // a job is refused while the provider still looks at its files
                        files.ready(
                            spec,
                            file -> DataRules.check(file, job, limits),
                            withoutBody(options)));
                  })
              .thenCompose(ready -> created(spec, options));
        });
  }

  /** The limits of today, which the dated facts may not have; none where they can't be had. */
  private CompletableFuture<Optional<TogetherLimits>> limits(
      TuningSpec spec, RequestOptions options) {
    return api.follow(tuning.limits(spec.model(), withoutBody(options)).thenApply(Optional::of))
        .exceptionallyCompose(
            failure ->
                Passable.is(failure)
                    ? api.done(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<TuningJob> created(TuningSpec spec, RequestOptions options) {
    String suffix = marks.mark(spec.suffix());
    boolean goesOn = spec.fromCheckpoint().isPresent();
    CompletableFuture<TuningJob> first = once(JobWriter.create(spec, suffix, !goesOn), options);
    return goesOn ? orWithModel(first, spec, suffix, options) : first;
  }

  // Sources differ on whether a continued job names its model. A 400 has created nothing.
  private CompletableFuture<TuningJob> orWithModel(
      CompletableFuture<TuningJob> first, TuningSpec spec, String suffix, RequestOptions options) {
    return api.follow(first)
        .exceptionallyCompose(
            refusal ->
                refusal instanceof BadRequestException
                    ? api.follow(once(JobWriter.create(spec, suffix, true), options))
                        .exceptionallyCompose(
                            second -> {
                              refusal.addSuppressed(second);
                              return CompletableFuture.failedFuture(refusal);
                            })
                    : CompletableFuture.failedFuture(refusal));
  }

  private CompletableFuture<TuningJob> once(Json body, RequestOptions options) {
    Instant earliest = api.caller().clock().instant().minus(NEAR);
    Call.Builder call = Call.post(CREATE, api.v1("/fine-tunes")).json(body);
    String mark = body.get("suffix").string().orElse("");
    return api.once(
        CREATE,
        "suffix " + mark,
        () -> api.send(call, options, JobReader::read),
        () -> find(body, mark, earliest, options));
  }

  private CompletableFuture<Optional<TuningJob>> find(
      Json body, String mark, Instant earliest, RequestOptions options) {
    RequestOptions plain = withoutBody(options);
    return api.list("jobs.create", api.v1("/fine-tunes"), "data", plain, JobReader::read)
        .thenCompose(
            page ->
                sameModules(
                    page.items().stream().filter(job -> isOurs(job, body, mark, earliest)).toList(),
                    TargetModules.of(body.get("training_type")),
                    plain))
        .thenApply(
            jobs ->
                jobs.stream()
                    .max(
                        Comparator.comparing(
                            (TuningJob job) -> job.createdAt().orElse(Instant.MIN))));
  }

  /** Those that train what was asked for: the provider may spell out what {@code all-linear} is. */
  private CompletableFuture<List<TuningJob>> sameModules(
      List<TuningJob> jobs, TargetModules wanted, RequestOptions options) {
    Optional<TuningJob> unlike =
        jobs.stream().filter(job -> modules(job, wanted).isUnlike(wanted)).findFirst();
    return api.begin(
            () ->
                unlike.isPresent()
                    ? TargetModules.all(api, "jobs.create", unlike.get().model(), options)
                    : api.done(wanted))
        .thenApply(
            all ->
                jobs.stream()
                    .filter(job -> wanted.isSame(modules(job, wanted), all).orElse(true))
                    .toList());
  }

  // an answer that names no adapter says nothing against it
  private static TargetModules modules(TuningJob job, TargetModules wanted) {
    return job.lora().map(lora -> TargetModules.of(lora.targetModules())).orElse(wanted);
  }

  private static boolean sameShape(TuningJob job, Json type) {
    Fields wanted = Fields.of(type);
    return job.lora().isEmpty()
        || (wanted.count("lora_r").equals(OptionalInt.of(job.lora().get().rank()))
            && (job.lora().get().alpha().isEmpty()
                || wanted.count("lora_alpha").equals(job.lora().get().alpha())));
  }

  /** The options of the caller may add members to a body, which a GET does not have. */
  private static RequestOptions withoutBody(RequestOptions options) {
    return RequestOptions.builder().from(options).extraBody(Map.of()).build();
  }

  private static boolean isOurs(TuningJob job, Json body, String mark, Instant earliest) {
    Optional<String> file = body.get("training_file").string();
    Optional<String> model = body.get("model").string();
    boolean marked =
        job.suffix()
            .map(mark::equals)
            .orElseGet(() -> Json.object(job.extra()).toString().contains(mark));
    return marked
        && !mark.isEmpty()
        && job.trainingFile().map(id -> id.value().equals(file.orElse(""))).orElse(false)
        && (model.isEmpty() || job.model().equals(model))
        && sameShape(job, body.get("training_type"))
        && job.createdAt().map(at -> !at.isBefore(earliest)).orElse(true);
  }
}
