package dev.loraport.nebius.internal.tuning;

import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.tuning.JobFailure;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobProgress;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads the job object. */
final class JobReader {
  private final InstantSource clock;

  JobReader(InstantSource clock) {
    this.clock = clock;
  }

  TuningJob read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    JobId id = JobId.of(fields.requireText(answer, "id"));
    String status = fields.text("status").orElse("");
    JobState state = JobStates.of(status);
    Optional<String> model = fields.text("model");
    Optional<Instant> createdAt = fields.instant("created_at");
    Json told = parameters(fields);
    Fields parameters = Fields.of(told);
    // a job that tells no parameters is most likely one for an adapter, as most are
    boolean adapter = told.isAbsent() || parameters.bool("lora").orElse(false);
    TuningJob.Builder job =
        TuningJob.builder()
            .id(id)
            .state(state)
            .status(status)
            .model(model)
            .trainingFile(fields.text("training_file").map(FileId::of))
            .validationFile(fields.text("validation_file").map(FileId::of))
            .method(method(fields))
            .lora(adapter ? lora(parameters) : Optional.empty())
            .epochs(small(parameters.integer("n_epochs")))
            .suffix(fields.text("suffix"))
            .createdAt(createdAt)
            .finishedAt(fields.instant("finished_at"))
            .progress(progress(fields, state))
            .trainedTokens(fields.integer("trained_tokens"))
            .failure(failure(fields.json("error")));
    if (state == JobState.SUCCEEDED) {
      job.output(result(id, model, createdAt, adapter, List.of()));
    }
    return job.putAllExtra(fields.rest()).build();
  }

  /** What a job has left behind; no name of a model, since none can be chatted with. */
  static TuningResult result(
      JobId job,
      Optional<String> model,
      Optional<Instant> createdAt,
      boolean adapter,
      List<TuningArtifact> artifacts) {
    return new TuningResult(
        Settings.PROVIDER, job, model.orElse(""), Optional.empty(), createdAt, adapter, artifacts);
  }

  private static Json parameters(Fields fields) {
    Json given = fields.json(Parameters.NAME);
    return given.isAbsent() ? fields.json("method").get("supervised").get(Parameters.NAME) : given;
  }

  private static Optional<TuningMethod> method(Fields fields) {
    String type = fields.json("method").get("type").string().orElse("supervised");
    return Optional.of(type.equals("supervised") ? TuningMethod.SFT : TuningMethod.of(type));
  }

  private static Optional<Lora> lora(Fields parameters) {
    OptionalInt rank = small(parameters.integer("lora_r"));
    if (rank.isEmpty() || rank.getAsInt() < 1) {
      return Optional.empty();
    }
    Lora.Builder lora = Lora.builder().rank(rank.getAsInt());
    small(parameters.integer("lora_alpha")).stream()
        .filter(alpha -> alpha >= 1)
        .forEach(lora::alpha);
    parameters
        .number("lora_dropout")
        .map(BigDecimal::doubleValue)
        .filter(dropout -> dropout >= 0 && dropout < 1)
        .ifPresent(lora::dropout);
    return Optional.of(lora.build());
  }

  private Optional<JobProgress> progress(Fields fields, JobState state) {
    OptionalLong done = fields.integer("trained_steps");
    OptionalLong total = fields.integer("total_steps");
    OptionalLong seconds =
        fields.instant("estimated_finish").stream()
            .filter(at -> !state.isTerminal())
            .mapToLong(at -> Duration.between(clock.instant(), at).toSeconds())
            .filter(left -> left > 0)
            .findFirst();
    if (Stream.of(done, total, seconds).allMatch(OptionalLong::isEmpty)) {
      return Optional.empty();
    }
    boolean counted = done.isPresent() && total.isPresent() && total.getAsLong() > 0;
    return Optional.of(
        new JobProgress(
            counted
                ? OptionalDouble.of(Math.min(100.0, 100.0 * done.getAsLong() / total.getAsLong()))
                : OptionalDouble.empty(),
            OptionalDouble.empty(),
            done,
            total,
            seconds));
  }

  private static Optional<JobFailure> failure(Json error) {
    if (error.kind() != Json.Kind.OBJECT) {
      return Optional.empty();
    }
    Fields fields = Fields.of(error);
    Optional<String> param = fields.text("param");
    String message = fields.message("message").orElse("the provider gives no reason");
    return Optional.of(
        new JobFailure(
            fields.text("code"),
            param.map(name -> name + ": " + message).orElse(message),
            param.isPresent()));
  }

  private static OptionalInt small(OptionalLong number) {
    return number.isPresent()
            && number.getAsLong() >= Integer.MIN_VALUE
            && number.getAsLong() <= Integer.MAX_VALUE
        ? OptionalInt.of((int) number.getAsLong())
        : OptionalInt.empty();
  }
}
