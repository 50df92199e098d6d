package dev.loraport.nebius.internal.tuning;

import dev.loraport.RequestOptions;
import dev.loraport.error.NotFoundException;
import dev.loraport.json.Json;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.nebius.internal.wire.Errors;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.spi.SuffixMark;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Creates a job once: an answer that is lost leads to a look for the job, never to a second one.
 */
final class JobCreation {
  private static final Operation CREATE = Operation.create("jobs.create");
  // the clocks of two machines differ
  private static final Duration NEAR = Duration.ofMinutes(10);

  private final Api api;
  private final JobReader reader;
  private final SuffixMark marks = new SuffixMark();

  JobCreation(Api api, JobReader reader) {
    this.api = api;
    this.reader = reader;
  }

  CompletableFuture<TuningJob> create(TuningSpec spec, RequestOptions options) {
    return api.begin(
        () -> {
          JobWriter.check(spec);
          return api.follow(once(JobWriter.create(spec, marks.mark(spec.suffix())), options))
              .exceptionallyCompose(
                  failure -> CompletableFuture.failedFuture(explained(failure, spec)));
        });
  }

  /** What is not there is most often a file: the answer does not say which it means. */
  private static Throwable explained(Throwable failure, TuningSpec spec) {
    return Errors.missing(failure) instanceof NotFoundException missing
        ? new NotFoundException(
            missing
                .answer()
                .withHint(
                    "the training file "
                        + spec.trainingFile()
                        + spec.validationFile().map(id -> ", the validation file " + id).orElse("")
                        + " or the project is not there, so no job was created: files().list()"
                        + " shows the ids"))
        : failure;
  }

  private CompletableFuture<TuningJob> once(Json body, RequestOptions options) {
    Instant earliest = api.caller().clock().instant().minus(NEAR);
    Call.Builder call = api.scoped(Call.post(CREATE, api.v1("/fine_tuning/jobs"))).json(body);
    String mark = body.get("suffix").string().orElse("");
    return api.once(
        CREATE,
        "suffix " + mark,
        () -> api.send(call, options, reader::read),
        () -> find(body, mark, earliest, options));
  }

  private CompletableFuture<Optional<TuningJob>> find(
      Json body, String mark, Instant earliest, RequestOptions options) {
    CompletableFuture<List<TuningJob>> jobs =
        api.all(
            api.pages(
                "jobs.create",
                api.v1("/fine_tuning/jobs"),
                true,
                Api.withoutBody(options),
                reader::read));
    return jobs.thenApply(
        all ->
            all.stream()
                .filter(job -> isOurs(job, body, mark, earliest))
                .max(Comparator.comparing(job -> job.createdAt().orElse(Instant.MIN))));
  }

  private static boolean isOurs(TuningJob job, Json body, String mark, Instant earliest) {
    Optional<String> file = body.get("training_file").string();
    return !mark.isEmpty()
        && job.suffix().filter(mark::equals).isPresent()
        && job.trainingFile().filter(id -> id.value().equals(file.orElse(""))).isPresent()
        && job.createdAt().map(at -> !at.isBefore(earliest)).orElse(true);
  }
}
