package dev.loraport.nebius.internal.tuning;

import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.EventLevel;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.MetricPoint;
import dev.loraport.tuning.TuningEvent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads what a job leaves on its way: events, checkpoints and the metrics that these hold. */
final class TrailReader {
  /** The member of a checkpoint that lists its files. */
  static final String FILES = "result_files";

  private static final Map<String, String> USUAL =
      Map.of("train_loss", "train/loss", "valid_loss", "eval/loss");

  private TrailReader() {}

  static TuningEvent event(Json json) {
    Fields fields = Fields.of(json);
    return new TuningEvent(
        fields.instant("created_at"),
        fields.text("level").map(TrailReader::level),
        fields.text("type").map(word -> word.toLowerCase(Locale.ROOT)),
        fields.message("message").orElse(""),
        OptionalLong.empty(),
        fields.rest());
  }

  private static EventLevel level(String word) {
    return word.equalsIgnoreCase("warn") ? EventLevel.WARNING : EventLevel.of(word);
  }

  /** A checkpoint; its id and its files stay in {@code extra}, by the names of the provider. */
  static Checkpoint checkpoint(JobId job, Answer answer, Json json) {
    Fields fields = Fields.of(json);
    String id = Fields.of(json).requireText(answer, "id");
    return new Checkpoint(
        job + ":" + id,
        fields.integer("step_number"),
        fields.instant("created_at"),
        false,
        Optional.empty(),
        Optional.of(id),
        Optional.empty(),
        fields.rest());
  }

  /** What was measured at a checkpoint, by the names of the provider and the usual ones. */
  static MetricPoint metric(Checkpoint checkpoint) {
    Map<String, Double> values = new LinkedHashMap<>();
    Json metrics = checkpoint.extra().getOrDefault("metrics", Json.missing());
    metrics
        .members()
        .forEach(
            (name, value) -> {
              if (!name.equals("step")) {
                value
                    .number()
                    .ifPresent(
                        number -> {
                          values.put(name, number.doubleValue());
                          String usual = USUAL.get(name);
                          if (usual != null) {
                            values.put(usual, number.doubleValue());
                          }
                        });
              }
            });
    return new MetricPoint(
        checkpoint.step(), OptionalDouble.empty(), checkpoint.createdAt(), values);
  }
}
