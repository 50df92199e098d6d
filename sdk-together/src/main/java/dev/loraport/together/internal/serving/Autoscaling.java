package dev.loraport.together.internal.serving;

import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.together.TogetherAutoscaling;
import dev.loraport.together.TogetherAutoscaling.Metric;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes and reads how a deployment follows its load. */
final class Autoscaling {
  // such as 5m, 300s, 1h30m0s
  private static final Pattern TIME =
      Pattern.compile("(?:(\\d{1,5})h)?(?:(\\d{1,7})m)?(?:(\\d{1,9})s)?");

  private Autoscaling() {}

  static Json write(TogetherAutoscaling wanted) {
    Json.ObjectBuilder json =
        Json.object()
            .put("minReplicas", wanted.minReplicas())
            .put("maxReplicas", wanted.maxReplicas());
    wanted.scaleUpWindow().ifPresent(time -> json.put("scaleUpWindow", text(time)));
    wanted.scaleDownWindow().ifPresent(time -> json.put("scaleDownWindow", text(time)));
    wanted.scaleToZeroWindow().ifPresent(time -> json.put("scaleToZeroWindow", text(time)));
    if (!wanted.metrics().isEmpty()) {
      json.put(
          "scalingMetrics", Json.array(wanted.metrics().stream().map(Autoscaling::write).toList()));
    }
    return json.build();
  }

  private static Json write(Metric metric) {
    Json.ObjectBuilder json =
        Json.object()
            .put("name", metric.name())
            .put("type", metric.type())
            .put("target", metric.target());
    metric.percentile().ifPresent(share -> json.put("percentile", share));
    return json.build();
  }

  private static String text(Duration time) {
    boolean minutes = !time.isZero() && time.toSecondsPart() == 0;
    return minutes ? time.toMinutes() + "m" : time.toSeconds() + "s";
  }

  static TogetherAutoscaling read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    int least = fields.count("minReplicas").orElse(0);
    int most = fields.count("maxReplicas").orElse(least);
    List<Metric> metrics =
        fields.list("scalingMetrics").stream().map(metric -> metric(answer, metric)).toList();
    try {
      return new TogetherAutoscaling(
          least,
          most,
          window(fields, "scaleUpWindow"),
          window(fields, "scaleDownWindow"),
          window(fields, "scaleToZeroWindow"),
          metrics);
    } catch (IllegalArgumentException e) {
      throw answer.unreadable("\"autoscaling\" has replicas from " + least + " to " + most, e);
    }
  }

  private static Metric metric(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return new Metric(
        fields.requireText(answer, "name"),
        fields.text("type").orElse(""),
        fields.number("target").map(BigDecimal::doubleValue).orElse(0.0),
        fields.text("percentile"));
  }

  private static Optional<Duration> window(Fields fields, String name) {
    return fields
        .text(name)
        .map(TIME::matcher)
        .filter(time -> time.matches() && time.end() > 0)
        .map(
            time ->
                Duration.ofHours(part(time, 1))
                    .plusMinutes(part(time, 2))
                    .plusSeconds(part(time, 3)));
  }

  private static long part(Matcher time, int group) {
    return time.group(group) == null ? 0 : Long.parseLong(time.group(group));
  }
}
