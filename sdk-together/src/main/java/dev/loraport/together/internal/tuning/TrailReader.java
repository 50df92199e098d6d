package dev.loraport.together.internal.tuning;

import dev.loraport.Money;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.MetricPoint;
import dev.loraport.tuning.PriceEstimate;
import dev.loraport.tuning.TuningArtifact;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a job leaves on its way: checkpoints and metrics; and what it would cost. */
final class TrailReader {
  private static final long NANOS = 1_000_000_000L;

  private TrailReader() {}

  static Checkpoint checkpoint(JobId job, Json json) {
    Fields fields = Fields.of(json);
    OptionalLong step = fields.integer("step");
    Optional<String> label = fields.text("checkpoint_type");
    String words = label.orElse("").toLowerCase(Locale.ROOT);
    boolean intermediate = words.contains("intermediate");
    Optional<ArtifactKind> kind = kind(fields.text("checkpoint").orElse(words), words);
    Optional<String> name = fields.text("object_name");
    Optional<String> revision = fields.text("object_revision_id");
    Optional<TuningArtifact> artifact =
        fields
            .text("object_id")
            .map(
                id ->
                    TuningArtifact.builder()
                        .kind(kind.orElse(ArtifactKind.MODEL))
                        .id(id)
                        .name(name)
                        .revision(revision)
                        .step(step)
                        .build());
    return Checkpoint.builder()
        .resumeFrom(intermediate && step.isPresent() ? job + ":" + step.getAsLong() : job.value())
        .step(step)
        .createdAt(fields.instant("created_at"))
        .last(words.contains("final"))
        .kind(kind)
        .label(label)
        .artifact(artifact)
        .putAllExtra(fields.rest())
        .build();
  }

  private static Optional<ArtifactKind> kind(String word, String label) {
    if (word.contains("adapter")) {
      return Optional.of(ArtifactKind.ADAPTER);
    }
    if (label.contains("merged")) {
      return Optional.of(ArtifactKind.MERGED_MODEL);
    }
    return word.equals("model") ? Optional.of(ArtifactKind.MODEL) : Optional.empty();
  }

  static MetricPoint metric(Json json) {
    Fields fields = Fields.of(json);
    MetricPoint.Builder point =
        MetricPoint.builder()
            .step(fields.integer("train/global_step"))
            .epoch(
                fields.number("train/epoch").stream()
                    .mapToDouble(BigDecimal::doubleValue)
                    .findFirst());
    fields
        .integer("timestamp")
        .ifPresent(
            nanos ->
                point.time(
                    Instant.ofEpochSecond(
                        Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS))));
    json.members()
        .forEach(
            (name, value) -> {
              // nanoseconds do not fit a double, and are the time anyway
              if (!name.equals("timestamp")) {
                value.number().ifPresent(number -> point.putValues(name, number.doubleValue()));
              }
            });
    return point.build();
  }

  static PriceEstimate estimate(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    boolean available = fields.bool("estimation_available").orElse(true);
    Optional<Money> total = fields.number("estimated_total_price").map(Money::usd);
    return PriceEstimate.builder()
        .total(available ? total : Optional.empty())
        .trainingTokens(tokens(fields, "estimated_train_token_count"))
        .validationTokens(tokens(fields, "estimated_eval_token_count"))
        .allowed(fields.bool("allowed_to_proceed"))
        .limit(fields.number("user_limit").map(Money::usd))
        .reason(fields.text("unavailable_reason"))
        .putAllExtra(fields.rest())
        .build();
  }

  private static OptionalLong tokens(Fields fields, String name) {
    return fields.number(name).stream().mapToLong(BigDecimal::longValue).findFirst();
  }
}
