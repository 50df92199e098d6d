package dev.loraport.together.internal.tuning;

import dev.loraport.Money;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.JobFailure;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobProgress;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.TuningEvent;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the job object, in its full and its truncated form. */
final class JobReader {
  private static final int NANO_DOLLARS = 9;
  private static final Set<String> FAILURES =
      Set.of("job_error", "job_user_error", "billing_limit");

  private JobReader() {}

  static TuningJob read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    JobId id = JobId.of(fields.requireText(answer, "id"));
    String status = fields.text("status").orElse("");
    JobState state = JobStates.of(status);
    Optional<String> model = fields.text("model");
    Optional<Instant> createdAt = fields.instant("created_at");
    Optional<Instant> updatedAt = fields.instant("updated_at");
    Json type = fields.json("training_type");
    Optional<Lora> lora = lora(type);
    TuningJob.Builder job =
        TuningJob.builder()
            .id(id)
            .state(state)
            .status(status)
            .model(model)
            .trainingFile(fields.text("training_file").map(FileId::of))
            .validationFile(fields.text("validation_file").map(FileId::of))
            .method(Fields.of(fields.json("training_method")).text("method").map(TuningMethod::of))
            .lora(lora)
            .epochs(fields.count("n_epochs"))
            .suffix(fields.text("suffix"))
            .createdAt(createdAt)
            .updatedAt(updatedAt)
            .finishedAt(state.isTerminal() ? updatedAt : Optional.empty())
            .progress(progress(fields))
            .trainedTokens(fields.integer("token_count"))
            .cost(cost(fields, state))
            .failure(failure(state, status, fields.list("events")));
    if (state == JobState.SUCCEEDED) {
      ArtifactKind whole = lora.isPresent() ? ArtifactKind.MERGED_MODEL : ArtifactKind.MODEL;
      job.output(
          new TuningResult(
              Settings.PROVIDER,
              id,
              model.orElse(""),
              fields.text("model_output_name", "output_name"),
              createdAt,
              lora.isPresent() || type.isAbsent(),
              Stream.of(
                      artifact(fields, "adapter", ArtifactKind.ADAPTER),
                      artifact(fields, "model", whole))
                  .flatMap(Optional::stream)
                  .toList()));
    }
    return job.putAllExtra(fields.rest()).build();
  }

  private static Optional<Lora> lora(Json type) {
    Fields fields = Fields.of(type);
    OptionalLong rank = fields.integer("lora_r");
    boolean isLora = fields.text("type").orElse("").equalsIgnoreCase("lora");
    if (!isLora || rank.isEmpty() || rank.getAsLong() < 1 || rank.getAsLong() > 65536) {
      return Optional.empty();
    }
    Lora.Builder lora = Lora.builder().rank((int) rank.getAsLong());
    fields.integer("lora_alpha").stream()
        .filter(alpha -> alpha >= 1 && alpha <= Integer.MAX_VALUE)
        .forEach(alpha -> lora.alpha((int) alpha));
    fields
        .number("lora_dropout")
        .map(BigDecimal::doubleValue)
        .filter(dropout -> dropout >= 0 && dropout < 1)
        .ifPresent(lora::dropout);
    fields
        .text("lora_trainable_modules")
        .filter(modules -> !modules.equalsIgnoreCase("all-linear"))
        .ifPresent(modules -> lora.addTargetModules(modules.split("\\s*,\\s*")));
    return Optional.of(lora.build());
  }

  private static Optional<JobProgress> progress(Fields fields) {
    OptionalLong done = fields.integer("steps_completed");
    OptionalLong total = fields.integer("total_steps");
    Optional<BigDecimal> epochs = fields.number("epochs_completed");
    Fields estimate = Fields.of(fields.json("progress"));
    OptionalLong seconds = OptionalLong.empty();
    if (estimate.bool("estimate_available").orElse(false)) {
      seconds =
          estimate.number("seconds_remaining").stream()
              .mapToLong(BigDecimal::longValue)
              .filter(left -> left > 0)
              .findFirst();
    }
    if (done.isEmpty() && total.isEmpty() && epochs.isEmpty() && seconds.isEmpty()) {
      return Optional.empty();
    }
    boolean counted = done.isPresent() && total.isPresent() && total.getAsLong() > 0;
    return Optional.of(
        new JobProgress(
            counted
                ? OptionalDouble.of(Math.min(100.0, 100.0 * done.getAsLong() / total.getAsLong()))
                : OptionalDouble.empty(),
            epochs.stream().mapToDouble(BigDecimal::doubleValue).findFirst(),
            done,
            total,
            seconds));
  }

  // The price is 0 until the provider has counted the tokens, which is not a price of nothing.
  private static Optional<Money> cost(Fields fields, JobState state) {
    OptionalLong nano = fields.integer("total_price");
    return nano.isEmpty() || (nano.getAsLong() == 0 && !state.isTerminal())
        ? Optional.empty()
        : Optional.of(Money.usd(BigDecimal.valueOf(nano.getAsLong(), NANO_DOLLARS)));
  }

  private static Optional<JobFailure> failure(JobState state, String status, List<Json> events) {
    if (state != JobState.FAILED && state != JobState.CANCELLED) {
      return Optional.empty();
    }
    Optional<TuningEvent> last =
        events.stream()
            .map(EventReader::read)
            .filter(event -> FAILURES.contains(event.type().orElse("")))
            .reduce((first, second) -> second);
    if (last.isEmpty() && state == JobState.CANCELLED) {
      return Optional.empty();
    }
    return Optional.of(
        new JobFailure(
            last.flatMap(TuningEvent::type).or(() -> Optional.of(status.toLowerCase(Locale.ROOT))),
            last.map(TuningEvent::message)
                .filter(text -> !text.isBlank())
                .orElse("the provider gives no reason; see the events of the job"),
            JobStates.blamesInput(status)));
  }

  private static Optional<TuningArtifact> artifact(Fields fields, String name, ArtifactKind kind) {
    Optional<String> objectName = fields.text(name + "_object_name");
    Optional<String> revision = fields.text(name + "_object_revision_id");
    return fields
        .text(name + "_object_id")
        .map(id -> new TuningArtifact(kind, id, objectName, revision, OptionalLong.empty()));
  }
}
