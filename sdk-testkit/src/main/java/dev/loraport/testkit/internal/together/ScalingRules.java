package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What both APIs take as a rule for the number of replicas. */
final class ScalingRules {
  private static final String[] WINDOWS = {"scaleUpWindow", "scaleDownWindow", "scaleToZeroWindow"};
  private static final Schema AUTOSCALING =
      new Schema()
          .required(JsonType.WHOLE, "minReplicas", "maxReplicas")
          .optional(JsonType.TEXT, WINDOWS)
          .optional(JsonType.LIST, "scalingMetrics");
  private static final Schema METRIC =
      new Schema()
          .required(JsonType.TEXT, "name", "type")
          .required(JsonType.NUMBER, "target")
          .optional(JsonType.TEXT, "percentile");
  private static final Set<String> TYPES =
      Set.of(
          "METRIC_TARGET_TYPE_VALUE",
          "METRIC_TARGET_TYPE_UTILIZATION",
          "METRIC_TARGET_TYPE_AVERAGE_VALUE");
  private static final Set<String> PERCENTILES = Set.of("", "p50", "p90", "p95", "p99");

  private ScalingRules() {}

  /** What is wrong with the autoscaling of a deployment, or null. */
  static @Nullable String ofDeployment(Call call, JsonNode autoscaling) {
    String problem =
        autoscaling instanceof ObjectNode object
            ? AUTOSCALING.check(call, object, "autoscaling")
            : "autoscaling must be an object";
    if (problem != null) {
      return problem;
    }
    for (String name : WINDOWS) {
      JsonNode window = autoscaling.path(name);
      if (!window.isMissingNode() && !window.asString().matches("(\\d+[hms])+")) {
        return name + " must be a duration such as 5m, not '" + window.asString() + "'";
      }
    }
    for (JsonNode metric : autoscaling.path("scalingMetrics")) {
      problem =
          metric instanceof ObjectNode object
              ? METRIC.check(call, object, "autoscaling.scalingMetrics[]")
              : "scalingMetrics must hold objects";
      if (problem == null && !TYPES.contains(metric.path("type").asString())) {
        problem = "unknown metric type '" + metric.path("type").asString() + "'";
      }
      if (problem == null && !PERCENTILES.contains(metric.path("percentile").asString(""))) {
        problem = "unknown percentile '" + metric.path("percentile").asString() + "'";
      }
      if (problem != null) {
        return problem;
      }
    }
    int min = autoscaling.path("minReplicas").asInt(-1);
    int max = autoscaling.path("maxReplicas").asInt(-1);
    if (min < 0 || max < min) {
      return "autoscaling needs minReplicas and maxReplicas, the latter not smaller";
    }
    return min == 0 && max > 0
        ? "minReplicas 0 with a positive maxReplicas is not supported"
        : null;
  }

  /** What is wrong with the autoscaling of an endpoint of the first API, or null. */
  static @Nullable String ofV1(JsonNode autoscaling) {
    int min = autoscaling.path("min_replicas").asInt(-1);
    int max = autoscaling.path("max_replicas").asInt(-1);
    return !autoscaling.isMissingNode() && (min < 0 || max < min)
        ? "autoscaling needs min_replicas and max_replicas, the latter not smaller"
        : null;
  }
}
