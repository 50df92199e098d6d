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
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
                    new TuningArtifact(kind.orElse(ArtifactKind.MODEL), id, name, revision, step));
    return new Checkpoint(
        intermediate && step.isPresent() ? job + ":" + step.getAsLong() : job.value(),
        step,
        fields.instant("created_at"),
        words.contains("final"),
        kind,
        label,
        artifact,
        fields.rest());
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
    Map<String, Double> values = new LinkedHashMap<>();
    json.members()
        .forEach(
            (name, value) -> {
              // nanoseconds do not fit a double, and are the time anyway
              if (!name.equals("timestamp")) {
                value.number().ifPresent(number -> values.put(name, number.doubleValue()));
              }
            });
    OptionalLong nanos = fields.integer("timestamp");
    return new MetricPoint(
        fields.integer("train/global_step"),
        fields.number("train/epoch").stream().mapToDouble(BigDecimal::doubleValue).findFirst(),
        nanos.isPresent() ? Optional.of(instant(nanos.getAsLong())) : Optional.empty(),
        values);
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  static PriceEstimate estimate(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    boolean available = fields.bool("estimation_available").orElse(true);
    Optional<Money> total = fields.number("estimated_total_price").map(Money::usd);
    return new PriceEstimate(
        available ? total : Optional.empty(),
        tokens(fields, "estimated_train_token_count"),
        tokens(fields, "estimated_eval_token_count"),
        fields.bool("allowed_to_proceed"),
        fields.number("user_limit").map(Money::usd),
        fields.message("unavailable_reason"),
        fields.rest());
  }

  private static OptionalLong tokens(Fields fields, String name) {
    return fields.number(name).stream().mapToLong(BigDecimal::longValue).findFirst();
  }
}
